import { enforced, type Expected, type Example, example, fails, testExamples } from './examples.js';

const upgrade = (name: string, expected: Expected, body: string, helpers = ''): Example =>
  example(
    name,
    expected,
    `
import { createServer, STATUS_CODES } from 'node:http';
import { WebSocketServer } from 'ws';
import { authenticate } from './auth.js';

const server = createServer();
const wss = new WebSocketServer({ noServer: true });
const open = new Map();
const full = (id) => (open.get(id) ?? 0) >= 3;
${helpers}

server.on('upgrade', async (req, socket, head) => {
  const { id } = await authenticate(req);
${body}
  open.set(id, (open.get(id) ?? 0) + 1);
  socket.once('close', () => open.set(id, open.get(id) - 1));
  wss.handleUpgrade(req, socket, head, (ws) => {
    wss.emit('connection', ws, req, id);
  });
});
wss.on('connection', (ws) => ws.send('hello'));
server.listen(8080);
`,
  );

export const examples = [
  upgrade('destroy', enforced(3), `
  if (full(id)) return socket.destroy();`),
  upgrade('write and destroy', enforced(3), `
  if (full(id)) {
    socket.write('HTTP/1.1 429 Too Many Requests\\r\\nConnection: close\\r\\n\\r\\n');
    socket.destroy();
    return;
  }`),
  upgrade('end', enforced(3), `
  if (full(id)) {
    socket.end('HTTP/1.1 429 Too Many Requests\\r\\nConnection: close\\r\\n\\r\\n');
    return;
  }`),
  upgrade('end and destroy when it is written', enforced(3), `
  if (full(id)) {
    socket.once('finish', socket.destroy);
    socket.end('HTTP/1.1 503 Service Unavailable\\r\\n\\r\\n');
    return;
  }`),
  upgrade('a helper', enforced(3), `
  if (full(id)) return abort(socket, 429);`, `function abort(socket, code) {
  socket.write(\`HTTP/1.1 \${code} \${STATUS_CODES[code]}\\r\\n\\r\\n\`);
  socket.destroy();
}`),
  upgrade('a helper that gets the rest of the arguments', enforced(3), `
  const refuse = (code) => {
    socket.end(\`HTTP/1.1 \${code} \${STATUS_CODES[code]}\\r\\n\\r\\n\`);
  };
  if (full(id)) return refuse(429);`),
  upgrade('an error that is thrown and caught', enforced(3), `
  try {
    if (full(id)) throw Object.assign(new Error('limit'), { status: 429 });
  } catch (error) {
    socket.end(\`HTTP/1.1 \${error.status} \${error.message}\\r\\n\\r\\n\`);
    return;
  }`),
  upgrade('the socket of the request', enforced(3), `
  if (full(id)) {
    req.socket.destroy();
    return;
  }`),
  upgrade('an answer that leaves the upgrade to happen', fails('notRejected'), `
  if (full(id)) socket.write('HTTP/1.1 429 Too Many Requests\\r\\n\\r\\n');`),
  upgrade('a log', fails('notRejected'), `
  if (full(id)) console.warn('%s has too many connections', id);`),
  example(
    'the accepting call in the other branch',
    enforced(3),
    `
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { authenticate } from './auth.js';

const server = createServer();
const wss = new WebSocketServer({ noServer: true });
const open = new Map();

server.on('upgrade', (req, socket, head) => {
  authenticate(req, (error, user) => {
    if (error || !user) {
      socket.destroy();
      return;
    }
    const mine = open.get(user.id) ?? [];
    if (mine.length < 3) {
      wss.handleUpgrade(req, socket, head, (ws) => {
        open.set(user.id, [...mine, ws]);
        ws.on('close', () => open.set(user.id, open.get(user.id).filter((other) => other !== ws)));
        wss.emit('connection', ws, req);
      });
    } else {
      socket.end('HTTP/1.1 429 Too Many Requests\\r\\n\\r\\n');
    }
  });
});
wss.on('connection', (ws) => ws.send('hello'));
server.listen(8080);
`,
  ),
  example(
    'without a listener for connections, the accepting call is the site',
    enforced(2, "server.on('upgrade'"),
    `
const http = require('http');
const { WebSocketServer } = require('ws');
const { authenticate } = require('./auth');

const server = http.createServer();
const wss = new WebSocketServer({ noServer: true });
const open = new Map();

server.on('upgrade', (req, socket, head) => {
  const user = authenticate(req);
  const n = open.get(user.id) || 0;
  if (n >= 2) {
    socket.destroy();
    return;
  }
  wss.handleUpgrade(req, socket, head, (ws) => {
    open.set(user.id, n + 1);
    ws.on('message', (data) => ws.send(data));
    ws.on('close', () => open.set(user.id, open.get(user.id) - 1));
  });
});
server.listen(8080);
`,
  ),
  example(
    'without a listener and without a guard',
    fails('missing', "server.on('upgrade'"),
    `
const http = require('http');
const { WebSocketServer } = require('ws');

const server = http.createServer();
const wss = new WebSocketServer({ noServer: true });

server.on('upgrade', (req, socket, head) => {
  if (req.url !== '/feed') return socket.destroy();
  wss.handleUpgrade(req, socket, head, (ws) => {
    ws.on('message', (data) => ws.send(data));
  });
});
server.listen(8080);
`,
  ),
  example(
    'a helper decides, the handler refuses by the status it gets',
    enforced(3),
    `
import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { verifyCookie } from './session';

type Admission = { accepted: true; user: string } | { accepted: false; status: number };

const server = createServer();
const wss = new WebSocketServer({ noServer: true });
const open = new Map<string, Set<WebSocket>>();

function admit(req: IncomingMessage): Admission {
  const user = verifyCookie(req.headers.cookie);
  if (!user) return { accepted: false, status: 401 };
  if ((open.get(user)?.size ?? 0) >= 3) return { accepted: false, status: 429 };
  return { accepted: true, user };
}

server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
  const admission = admit(req);
  if (!admission.accepted) {
    socket.end(\`HTTP/1.1 \${String(admission.status)} Refused\\r\\n\\r\\n\`);
    return;
  }
  wss.handleUpgrade(req, socket, head, (ws) => wss.emit('connection', ws, req, admission.user));
});

wss.on('connection', (ws: WebSocket, _req: IncomingMessage, user: string) => {
  const mine = open.get(user) ?? new Set<WebSocket>();
  open.set(user, mine.add(ws));
  ws.on('close', () => mine.delete(ws));
});
server.listen(8080);
`,
  ),
];

testExamples('ways to refuse an upgrade', examples);
