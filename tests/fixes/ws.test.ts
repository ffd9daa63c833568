import { describeFixes } from './describe-fixes.js';

const ESM = `import { WebSocketServer } from 'ws';
import { verifyToken } from './auth.js';
`;
const NO_SERVER = `import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { verifyToken } from './auth.js';

const server = createServer();
const wss = new WebSocketServer({ noServer: true });
`;

describeFixes('ws', [
  {
    name: 'no authentication at all: a suggestion that refuses who has no user',
    language: 'esm',
    by: 'suggestion',
    code: `import { WebSocketServer } from 'ws';

const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', (ws) => {
  ws.on('message', (data) => ws.send(data));
});
`,
  },
  {
    name: 'a listener that is one expression',
    language: 'esm',
    by: 'nothing',
    code: `import { WebSocketServer } from 'ws';

const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', (ws) => ws.send('hello'));
`,
  },
  {
    name: 'a listener without parameters',
    language: 'esm',
    by: 'nothing',
    code: `import { WebSocketServer } from 'ws';

const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', () => {
  console.log('hello');
});
`,
  },
  {
    name: 'the user in a listener',
    language: 'esm',
    by: 'fix',
    code: `${ESM}
const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', (ws, request) => {
  const user = verifyToken(request.headers.authorization);
  if (!user) {
    ws.close(4401);
    return;
  }
  ws.on('message', (data) => ws.send(data + user.id));
});
`,
  },
  {
    name: 'the user after an await',
    language: 'esm',
    by: 'fix',
    code: `${ESM}
const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', async (ws, request) => {
  const user = await verifyToken(request.headers.authorization);
  if (!user) return ws.close(4401);
  ws.on('message', (data) => ws.send(data + user.id));
});
`,
  },
  {
    name: 'the user after an await, and a look at whether the connection is still open',
    language: 'esm',
    by: 'fix',
    code: `${ESM}
const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', async (ws, request) => {
  const user = await verifyToken(request.headers.authorization);
  if (ws.readyState !== ws.OPEN) return;
  if (!user) return ws.close(4401);
  ws.on('message', (data) => ws.send(data + user.id));
});
`,
  },
  {
    name: 'the user on the connection, and a look at whether that is still open',
    language: 'esm',
    by: 'suggestion',
    code: `${ESM}
const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', async (ws, request) => {
  try {
    ws.userId = (await verifyToken(request.headers.authorization)).id;
  } catch {
    return ws.close(4401);
  }
  if (ws.readyState !== ws.OPEN) return;
  ws.on('message', (data) => ws.send(data + ws.userId));
});
`,
  },
  {
    name: 'the user on the connection, which is waited for where it is set',
    language: 'esm',
    by: 'suggestion',
    code: `${ESM}
const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', async (ws, request) => {
  ws.userId = (await verifyToken(request.headers.authorization)).id;
  ws.on('message', (data) => ws.send(data + ws.userId));
});
`,
  },
  {
    name: 'something else before the look at whether the connection is still open',
    language: 'esm',
    by: 'fix',
    code: `${ESM}
const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', async (ws, request) => {
  const user = await verifyToken(request.headers.authorization);
  if (!user) return ws.close(4401);
  console.log(user.id);
  if (ws.readyState !== ws.OPEN) return;
  ws.on('message', (data) => ws.send(data + user.id));
});
`,
  },
  {
    name: 'a look at whether the connection is open, and then an await',
    language: 'esm',
    by: 'fix',
    code: `${ESM}
const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', async (ws, request) => {
  if (ws.readyState !== ws.OPEN) return;
  const user = await verifyToken(request.headers.authorization);
  if (!user) return ws.close(4401);
  ws.on('message', (data) => ws.send(data + user.id));
});
`,
  },
  {
    name: 'the user in a try block',
    language: 'esm',
    by: 'fix',
    code: `${ESM}
const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', async (ws, request) => {
  try {
    const user = await verifyToken(request.headers.authorization);
    ws.userId = user.id;
  } catch {
    ws.close(4401);
    return;
  }
  ws.on('message', (data) => ws.send(data));
});
`,
  },
  {
    name: 'a variable that a try block sets',
    language: 'esm',
    by: 'suggestion',
    code: `${ESM}
const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', (ws, request) => {
  let user;
  try {
    user = verifyToken(request.headers.authorization);
  } catch {
    ws.close(4401);
    return;
  }
  ws.on('message', (data) => ws.send(data + user.id));
});
`,
  },
  {
    name: 'a class',
    language: 'typescript',
    by: 'fix',
    code: `import { type IncomingMessage } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

declare function verifyToken(request: IncomingMessage): { id: string } | undefined;

export class Gateway {
  constructor(private readonly wss: WebSocketServer) {}

  start(): void {
    this.wss.on('connection', (ws, request) => {
      this.accept(ws, request);
    });
  }

  private accept(ws: WebSocket, request: IncomingMessage): void {
    const user = verifyToken(request);
    if (!user) {
      ws.close(4401);
      return;
    }
    ws.send(user.id);
  }
}
`,
  },
  {
    name: 'a function by name',
    language: 'commonjs',
    by: 'fix',
    code: `#!/usr/bin/env node
'use strict';

const { WebSocketServer } = require("ws");
const { verifyToken } = require("./auth");

const wss = new WebSocketServer({ port: 8080 });

function onConnection(ws, request) {
  const user = verifyToken(request.headers.authorization);
  if (!user) return ws.close(4401);
  ws.send(user.id);
}

wss.on("connection", onConnection);
`,
  },
  {
    name: 'an upgrade handler',
    language: 'esm',
    by: 'fix',
    code: `${NO_SERVER}
server.on('upgrade', (request, socket, head) => {
  const user = verifyToken(request.headers.authorization);
  if (!user) {
    socket.destroy();
    return;
  }
  wss.handleUpgrade(request, socket, head, (ws) => {
    wss.emit('connection', ws, user.id);
  });
});
wss.on('connection', (ws, userId) => ws.send(userId));
`,
  },
  {
    name: 'an upgrade handler that waits',
    language: 'esm',
    by: 'fix',
    code: `${NO_SERVER}
server.on('upgrade', async (request, socket, head) => {
  const user = await verifyToken(request.headers.authorization);
  if (!user) {
    socket.destroy();
    return;
  }
  request.user = user;
  wss.handleUpgrade(request, socket, head, (ws) => {
    wss.emit('connection', ws, user.id);
  });
});
wss.on('connection', (ws, userId) => ws.send(userId));
`,
  },
  {
    name: 'an upgrade handler that waits, and listens for errors',
    language: 'esm',
    by: 'fix',
    code: `${NO_SERVER}
server.on('upgrade', async (request, socket, head) => {
  socket.on('error', console.error);
  const user = await verifyToken(request.headers.authorization);
  if (!user) {
    socket.destroy();
    return;
  }
  wss.handleUpgrade(request, socket, head, (ws) => {
    wss.emit('connection', ws, user.id);
  });
});
wss.on('connection', (ws, userId) => ws.send(userId));
`,
  },
  {
    name: 'an upgrade handler with a promise',
    language: 'esm',
    by: 'fix',
    code: `${NO_SERVER}
server.on('upgrade', (request, socket, head) => {
  verifyToken(request.headers.authorization)
    .then((user) => {
      wss.handleUpgrade(request, socket, head, (ws) => {
        wss.emit('connection', ws, user.id);
      });
    })
    .catch(() => socket.destroy());
});
wss.on('connection', (ws, userId) => ws.send(userId));
`,
  },
  {
    name: 'an upgrade handler with a callback',
    language: 'esm',
    by: 'fix',
    code: `${NO_SERVER}
server.on('upgrade', (request, socket, head) => {
  verifyToken(request.headers.authorization, (error, user) => {
    if (error || !user) {
      socket.destroy();
      return;
    }
    wss.handleUpgrade(request, socket, head, (ws) => {
      wss.emit('connection', ws, user.id);
    });
  });
});
wss.on('connection', (ws, userId) => ws.send(userId));
`,
  },
  {
    name: 'an upgrade handler with a callback that looks at nothing',
    language: 'esm',
    by: 'suggestion',
    code: `${NO_SERVER}
server.on('upgrade', (request, socket, head) => {
  verifyToken(request.headers.authorization, (error, user) => {
    wss.handleUpgrade(request, socket, head, (ws) => {
      wss.emit('connection', ws, user?.id);
    });
  });
});
wss.on('connection', (ws, userId) => ws.send(userId));
`,
  },
  {
    name: 'verifyClient with a callback',
    language: 'esm',
    by: 'fix',
    code: `${ESM}
const wss = new WebSocketServer({
  port: 8080,
  verifyClient: (info, done) => {
    verifyToken(info.req.headers.authorization, (error, user) => {
      if (error) return done(false, 401);
      info.req.user = user;
      done(true);
    });
  },
});
wss.on('connection', (ws, request) => ws.send(request.user.id));
`,
  },
  {
    name: 'verifyClient that returns',
    language: 'esm',
    by: 'fix',
    code: `${ESM}
const wss = new WebSocketServer({
  port: 8080,
  verifyClient: ({ req }) => {
    const user = verifyToken(req.headers.authorization);
    if (!user) return false;
    req.userId = user.id;
    return true;
  },
});
wss.on('connection', (ws, request) => {
  ws.send(request.userId);
});
`,
  },
  {
    name: 'a declared identity on the request',
    language: 'esm',
    by: 'fix',
    settings: { identity: ['socket.data.user.id', 'request.user.id'] },
    code: `import { WebSocketServer } from 'ws';

const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', (ws, request) => {
  ws.send('hello');
});
`,
  },
  {
    name: 'a declared identity on the request, TypeScript',
    language: 'typescript',
    by: 'fix',
    settings: { identity: ['request.user.profile.id'] },
    code: `import { WebSocketServer } from 'ws';

const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', (ws, request) => {
  ws.send(request.url ?? 'hello');
});
`,
  },
  {
    name: 'at the upgrade: a declared identity',
    language: 'esm',
    by: 'fix',
    settings: { identity: ['request.user.id'] },
    code: `${NO_SERVER}
server.on('upgrade', (request, socket, head) => {
  wss.handleUpgrade(request, socket, head, (ws) => {
    wss.emit('connection', ws);
  });
});
wss.on('connection', (ws) => ws.send(verifyToken.name));
`,
  },
  {
    name: 'in verifyClient: a declared identity, TypeScript',
    language: 'typescript',
    by: 'fix',
    settings: { identity: ['request.user.id'] },
    code: `import { WebSocketServer } from 'ws';

const wss = new WebSocketServer({
  port: 8080,
  verifyClient: (info, done) => {
    if (!info.secure) {
      done(false, 403);
      return;
    }
    done(true);
  },
});
wss.on('connection', (ws) => {
  ws.send('hello');
});
`,
  },
  {
    name: 'behind the upgrade: a declared identity',
    language: 'esm',
    by: 'fix',
    settings: { identity: ['request.user.id'] },
    code: `${NO_SERVER}
server.on('upgrade', (request, socket, head) => {
  wss.handleUpgrade(request, socket, head, (ws) => {
    wss.emit('connection', ws, request);
  });
});
wss.on('connection', (ws, request) => {
  ws.send(verifyToken(request.url));
});
`,
  },
  {
    name: 'an identity of another library only',
    language: 'esm',
    by: 'suggestion',
    settings: { identity: ['socket.data.user.id'] },
    code: `import { WebSocketServer } from 'ws';

const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', (ws) => {
  ws.send('hello');
});
`,
  },
  {
    name: 'a declared identity where the listener takes no request',
    language: 'esm',
    by: 'suggestion',
    settings: { identity: ['request.user.id'] },
    code: `import { WebSocketServer } from 'ws';

const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', (ws) => {
  ws.send('hello');
});
`,
  },
  {
    name: 'a return that does not end the way of the connection',
    language: 'esm',
    by: 'nothing',
    code: `${ESM}
const wss = new WebSocketServer({ port: 8080 });

function authenticate(ws, request) {
  const user = verifyToken(request.headers.authorization);
  ws.userId = user.id;
}

wss.on('connection', (ws, request) => {
  authenticate(ws, request);
  ws.on('message', (data) => ws.send(data));
});
`,
  },
  {
    name: 'a user of whom no field is read',
    language: 'esm',
    by: 'suggestion',
    code: `${ESM}
const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', (ws, request) => {
  const user = verifyToken(request.headers.authorization);
  if (!user) return ws.close(4401);
  ws.send('hello');
});
`,
  },
  {
    name: 'two servers in one file',
    language: 'esm',
    by: 'fix',
    code: `${ESM}
const chat = new WebSocketServer({ port: 8080 });
const news = new WebSocketServer({ port: 8081 });

chat.on('connection', (ws, request) => {
  const user = verifyToken(request.headers.authorization);
  if (!user) return ws.close(4401);
  ws.send(user.id);
});
news.on('connection', (ws, request) => {
  const user = verifyToken(request.headers.authorization);
  if (!user) return ws.close(4401);
  ws.send(user.id);
});
`,
  },
  {
    name: 'only a type of ws',
    language: 'typescript',
    by: 'fix',
    code: `import type { IncomingMessage } from 'node:http';
import type { WebSocketServer } from 'ws';

declare function verifyToken(request: IncomingMessage): { id: string } | undefined;

export function serve(wss: WebSocketServer): void {
  wss.on('connection', (ws, request) => {
    const user = verifyToken(request);
    if (!user) {
      ws.close(4401);
      return;
    }
    ws.send(user.id);
  });
}
`,
  },
]);
