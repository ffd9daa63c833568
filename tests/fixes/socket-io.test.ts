import { describeFixes } from './describe-fixes.js';

const AUTH = `io.use((socket, next) => {
  const user = verifyToken(socket.handshake.auth.token);
  if (!user) return next(new Error('Unauthorized'));
  socket.data.userId = user.id;
  next();
});`;
const ESM = `import { Server } from 'socket.io';
import { verifyToken } from './auth.js';
`;

/** Another program has put the user into the session. */
const gated = (body: string): string => `import { Server } from 'socket.io';
import { session } from './session.js';

const io = new Server(3000);

io.engine.use(session);
io.use((socket, next) => {
  if (!socket.request.session.user) return next(new Error('Unauthorized'));
  next();
});

io.on('connection', (socket) => {
  ${body}
});
`;

describeFixes('Socket.IO', [
  {
    name: 'no authentication at all: a suggestion that refuses who has no user',
    language: 'esm',
    by: 'suggestion',
    code: `import { Server } from 'socket.io';

const io = new Server(3000);

io.on('connection', (socket) => {
  socket.on('say', (text) => io.emit('said', text));
});
`,
  },
  {
    name: 'synchronous authentication',
    language: 'esm',
    by: 'fix',
    code: `${ESM}
const io = new Server(3000);

${AUTH}

io.on('connection', (socket) => {
  socket.join(socket.data.userId);
});
`,
  },
  {
    name: 'a variable that is called like the user, and holds the id',
    language: 'esm',
    by: 'fix',
    code: `${ESM}
const io = new Server(3000);

io.use((socket, next) => {
  const user = verifyToken(socket.handshake.auth.token).sub;
  socket.data.user = user;
  next();
});
io.on('connection', (socket) => socket.join(socket.data.user));
`,
  },
  {
    name: 'await in authentication',
    language: 'esm',
    by: 'fix',
    code: `${ESM}
const io = new Server(3000);

io.use(async (socket, next) => {
  try {
    const claims = await verifyToken(socket.handshake.auth.token);
    socket.data.user = { id: claims.sub };
    next();
  } catch (error) {
    next(error);
  }
});
io.on('connection', (socket) => socket.join(socket.data.user.id));
`,
  },
  {
    name: 'promise in authentication',
    language: 'esm',
    by: 'fix',
    code: `${ESM}
const io = new Server(3000);

io.use((socket, next) => {
  verifyToken(socket.handshake.auth.token)
    .then((user) => {
      socket.data.userId = user.id;
      next();
    })
    .catch(next);
});

io.on('connection', (socket) => socket.join(socket.data.userId));
`,
  },
  {
    name: 'callback in authentication',
    language: 'commonjs',
    by: 'fix',
    code: `'use strict';

const jwt = require('jsonwebtoken');
const io = require('socket.io')(3000);

io.use(function (socket, next) {
  jwt.verify(socket.handshake.auth.token, process.env.SECRET, function (error, decoded) {
    if (error) return next(new Error('Unauthorized'));
    socket.user = decoded;
    next();
  });
});

io.on('connection', function (socket) {
  console.log(socket.user.sub);
});
`,
  },
  {
    name: 'several namespaces',
    language: 'esm',
    by: 'fix',
    code: `${ESM}
const io = new Server(3000);

function authenticate(socket, next) {
  const user = verifyToken(socket.handshake.auth.token);
  if (!user) return next(new Error('Unauthorized'));
  socket.data.userId = user.id;
  next();
}

const chat = io.of('/chat');
io.use(authenticate);
chat.use(authenticate);
io.on('connection', (socket) => socket.emit('hello'));
chat.on('connection', (socket) => socket.emit('hello'));
`,
  },
  {
    name: 'one namespace',
    language: 'esm',
    by: 'fix',
    code: `${ESM}
const io = new Server(3000);
const chat = io.of('/chat');

chat.use((socket, next) => {
  const user = verifyToken(socket.handshake.auth.token);
  if (!user) return next(new Error('Unauthorized'));
  socket.data.userId = user.id;
  next();
});
chat.on('connection', (socket) => socket.emit('hello'));
`,
  },
  {
    name: 'a chain',
    language: 'esm',
    by: 'fix',
    code: `${ESM}
const io = new Server(3000);

const authenticate = (socket, next) => {
  const user = verifyToken(socket.handshake.auth.token);
  if (!user) return next(new Error('Unauthorized'));
  socket.data.userId = user.id;
  next();
};

io.of('/chat')
  .use(authenticate)
  .on('connection', (socket) => socket.emit('hello'));
`,
  },
  {
    name: 'a class that keeps the server',
    language: 'typescript',
    by: 'fix',
    code: `import { type Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';

function verifyToken(token: unknown): { id: string } | undefined {
    return typeof token === 'string' ? { id: token } : undefined;
}

export class Realtime {
    private readonly io: Server;

    constructor(server: HttpServer) {
        this.io = new Server(server);
        this.io.use((socket, next) => {
            const user = verifyToken(socket.handshake.auth.token);
            if (!user) {
                next(new Error('Unauthorized'));
                return;
            }
            (socket.data as { userId: string }).userId = user.id;
            next();
        });
        this.io.on('connection', (socket) => {
            socket.emit('hello');
        });
    }
}
`,
  },
  {
    name: 'a function that is given the server',
    language: 'esm',
    by: 'fix',
    code: `/** @param {import('socket.io').Server} io */
import { Server } from "socket.io"
import { verifyToken } from "./auth.js"

export function attach(server) {
\tconst io = new Server(server)
\tregister(io)
}

function register(io) {
\tio.use((socket, next) => {
\t\tconst user = verifyToken(socket.handshake.auth.token)
\t\tif (!user) return next(new Error("Unauthorized"))
\t\tsocket.data.userId = user.id
\t\tnext()
\t})
\tio.on("connection", (socket) => {
\t\tsocket.emit("hello")
\t})
}
`,
  },
  {
    name: 'typed data, no semicolons',
    language: 'typescript',
    by: 'fix',
    code: `import { type DefaultEventsMap, Server } from 'socket.io'

interface SocketData {
  user: { id: string }
}

const io = new Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>(3000)

declare function verifyToken(token: unknown): { id: string } | undefined

io.use((socket, next) => {
  const user = verifyToken(socket.handshake.auth.token)
  if (!user) {
    next(new Error('Unauthorized'))
    return
  }
  socket.data.user = user
  next()
})

io.on('connection', (socket) => {
  socket.emit('hello', socket.data.user.id)
})
`,
  },
  {
    name: 'connectionStateRecovery',
    language: 'esm',
    by: 'fix',
    code: `${ESM}
const io = new Server(3000, { connectionStateRecovery: { maxDisconnectionDuration: 120_000 } });

${AUTH}

io.on('connection', (socket) => socket.emit('hello'));
`,
  },
  {
    name: 'connectionStateRecovery without options',
    language: 'esm',
    by: 'fix',
    code: `${ESM}
const io = new Server(3000, { connectionStateRecovery: {} });

${AUTH}

io.on('connection', (socket) => socket.emit('hello'));
`,
  },
  {
    name: 'two servers in one file',
    language: 'esm',
    by: 'fix',
    code: `${ESM}
const io = new Server(3000);
const admin = new Server(3001);

${AUTH}
${AUTH.replace('io', 'admin')}

io.on('connection', (socket) => socket.emit('hello'));
admin.on('connection', (socket) => socket.emit('hello'));
`,
  },
  {
    name: 'the user in the connection listener',
    language: 'esm',
    by: 'fix',
    code: `${ESM}
const io = new Server(3000);

io.on('connection', (socket) => {
  const user = verifyToken(socket.handshake.auth.token);
  if (!user) return socket.disconnect(true);
  socket.join(user.id);
});
`,
  },
  {
    name: 'a session that has a user, or else is refused, and a field of it that is read',
    language: 'esm',
    by: 'fix',
    code: gated("socket.emit('welcome', socket.request.session.user.email);"),
  },
  {
    name: 'a session that has a user, or else is refused, and no field of it that is read',
    language: 'esm',
    by: 'suggestion',
    code: gated("socket.emit('welcome', socket.request.session.email);"),
  },
  {
    name: 'a session that has the id of a user, or else is refused',
    language: 'esm',
    by: 'fix',
    code: gated("socket.emit('welcome');").replace('session.user)', 'session.userId)'),
  },
  {
    name: 'a declared identity',
    language: 'esm',
    by: 'fix',
    settings: { identity: ['socket.data.user.id'] },
    code: `import { io } from './server.js';
import { Server } from 'socket.io';

export const server = new Server(3000);

server.on('connection', (socket) => {
  io.emit('joined', socket.data.user.id);
});
`,
  },
  {
    name: 'a declared identity on the request, TypeScript',
    language: 'typescript',
    by: 'fix',
    settings: { identity: ['request.user.id'] },
    code: `import { Server } from 'socket.io';

const io = new Server(3000);

io.on('connection', (socket) => {
  socket.emit('hello');
});
`,
  },
  {
    name: 'a declared identity, TypeScript',
    language: 'typescript',
    by: 'fix',
    settings: { identity: ['socket.data.user.id'] },
    code: `import { Server } from 'socket.io';

const io = new Server(3000);

io.on('connection', (socket) => {
  socket.emit('hello');
});
`,
  },
]);
