import { describeFixes } from './describe-fixes.js';

const WEBSOCKET = `const { server: WebSocketServer } = require('websocket');
const { createServer } = require('node:http');
const { verifyToken } = require('./auth.js');

const wsServer = new WebSocketServer({ httpServer: createServer() });
`;
const FAYE = `const WebSocket = require('faye-websocket');
const { createServer } = require('node:http');
const { verifyToken } = require('./auth.js');

const server = createServer();
`;
const SOCKJS = `const sockjs = require('sockjs');
const { verifyToken } = require('./auth.js');

const echo = sockjs.createServer();
`;
const PRIMUS = `const Primus = require('primus');
const { createServer } = require('node:http');
const { verifyToken } = require('./auth.js');

const primus = new Primus(createServer(), { transformer: 'websockets' });
`;
const without = (text: string): string => text.replace("const { verifyToken } = require('./auth.js');\n", '');

describeFixes('websocket', [
  {
    name: 'the user by settings, on the request of Node.js',
    language: 'commonjs',
    by: 'fix',
    settings: { identity: ['request.user.id'] },
    code: `${without(WEBSOCKET)}
wsServer.on('request', (request) => {
  const connection = request.accept(null, request.origin);
  connection.on('close', () => console.log('closed'));
});
`,
  },
  {
    name: 'the user by settings, as the library has it',
    language: 'commonjs',
    by: 'fix',
    settings: { identity: ['request.httpRequest.user.id'] },
    code: `${without(WEBSOCKET)}
wsServer.on('request', (request) => {
  const connection = request.accept(null, request.origin);
  connection.send('hello');
});
`,
  },
  {
    name: 'two ways to accept',
    language: 'commonjs',
    by: 'nothing',
    code: `${WEBSOCKET}
wsServer.on('request', (request) => {
  const user = verifyToken(request.httpRequest.headers.authorization);
  const connection = request.requestedProtocols.includes('chat') ? request.accept('chat', request.origin) : request.accept(null, request.origin);
  connection.send(user.id);
});
`,
  },
  {
    name: 'a server that accepts by itself',
    language: 'commonjs',
    by: 'nothing',
    code: `${without(WEBSOCKET).replace('createServer() }', 'createServer(), autoAcceptConnections: true }')}
wsServer.on('connect', (connection) => {
  connection.on('message', (message) => connection.send(message.utf8Data));
});
`,
  },
  {
    name: 'a router',
    language: 'commonjs',
    by: 'fix',
    code: `const { router: WebSocketRouter } = require('websocket');
const { verifyToken } = require('./auth.js');

const router = new WebSocketRouter();
router.mount('*', 'chat', (request) => {
  const user = verifyToken(request.httpRequest.headers.authorization);
  if (!user) return request.reject(401);
  request.accept(request.origin).send(user.id);
});
`,
  },
]);

describeFixes('faye-websocket', [
  {
    name: 'the user by settings',
    language: 'commonjs',
    by: 'fix',
    settings: { identity: ['request.user.id'] },
    code: `${without(FAYE)}
server.on('upgrade', (request, socket, body) => {
  if (!WebSocket.isWebSocket(request)) return;
  const ws = new WebSocket(request, socket, body);
  ws.on('close', () => console.log('closed'));
});
`,
  },
  {
    name: 'the user in the handler',
    language: 'commonjs',
    by: 'fix',
    code: `${FAYE}
server.on('upgrade', (request, socket, body) => {
  const user = verifyToken(request.headers.authorization);
  if (user && WebSocket.isWebSocket(request)) {
    let ws = new WebSocket(request, socket, body);
    ws.on('message', (event) => ws.send(user.id + event.data));
    ws.on('close', () => (ws = null));
  }
});
`,
  },
]);

describeFixes('SockJS', [
  {
    name: 'a listener before the user is known',
    language: 'commonjs',
    by: 'fix',
    code: `${SOCKJS}
echo.on('connection', async (conn) => {
  conn.on('data', (message) => conn.write(message));
  conn.on('close', () => console.log('closed'));
  const user = await verifyToken(new URL(conn.url, 'http://localhost').searchParams.get('token'));
  conn.write(user.id);
});
`,
  },
  {
    name: 'the user by settings',
    language: 'commonjs',
    by: 'fix',
    settings: { identity: ['conn.userId'] },
    code: `${without(SOCKJS)}
echo.on('connection', (conn) => {
  conn.on('data', (message) => conn.write(message));
});
`,
  },
  {
    name: 'a listener without parameters',
    language: 'commonjs',
    by: 'nothing',
    code: `${without(SOCKJS)}
echo.on('connection', () => {
  console.log('hello');
});
`,
  },
]);

describeFixes('Primus', [
  {
    name: 'the user by settings',
    language: 'commonjs',
    by: 'fix',
    settings: { identity: ['spark.request.user.id'] },
    code: `${without(PRIMUS)}
primus.on('connection', (spark) => {
  spark.on('end', () => console.log('closed'));
});
`,
  },
  {
    name: 'a server that is given its listener',
    language: 'commonjs',
    by: 'fix',
    code: `const Primus = require('primus');
const { verifyToken } = require('./auth.js');

Primus.createServer((spark) => {
  const user = verifyToken(spark.query.token);
  if (!user) return spark.end();
  spark.write(user.id);
}, { port: 8080, transformer: 'websockets' });
`,
  },
  {
    name: 'a listener without parameters',
    language: 'commonjs',
    by: 'nothing',
    code: `${without(PRIMUS)}
primus.on('connection', () => {
  console.log('hello');
});
`,
  },
]);
