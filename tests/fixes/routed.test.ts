import { describeFixes } from './describe-fixes.js';
import type { FixCase } from './fix-case.js';

const FASTIFY = `import Fastify from 'fastify';
import websocket from '@fastify/websocket';
import { verifyToken } from './auth.js';

const app = Fastify();
await app.register(websocket);
`;
const EXPRESS = `const express = require('express');
const expressWs = require('express-ws');
const { verifyToken } = require('./auth.js');

const { app } = expressWs(express());
`;
const KOA = `const Koa = require('koa');
const websockify = require('koa-websocket');
const route = require('koa-route');
const { verifyToken } = require('./auth.js');

const app = websockify(new Koa());
`;

const fastify: FixCase[] = [
  {
    name: 'two routes share one Map',
    language: 'esm',
    by: 'fix',
    code: `${FASTIFY}
app.get('/chat', { websocket: true }, (socket, request) => {
  const user = verifyToken(request.headers.authorization);
  socket.send(user.id);
});

app.get('/news', { websocket: true }, (socket, request) => {
  const user = verifyToken(request.headers.authorization);
  socket.send(user.id);
});
`,
  },
  {
    name: 'the user by settings, in a route of its own handler',
    language: 'esm',
    by: 'fix',
    settings: { identity: ['request.user.id'] },
    code: `${FASTIFY.replace("import { verifyToken } from './auth.js';\n", '')}
app.route({
  method: 'GET',
  url: '/',
  handler: (request, reply) => reply.send('hello'),
  wsHandler: (socket, request) => {
    socket.on('close', () => console.log('closed', request.url));
    socket.send('welcome');
  },
});
`,
  },
  {
    name: 'a handler without parameters',
    language: 'esm',
    by: 'nothing',
    code: `${FASTIFY.replace("import { verifyToken } from './auth.js';\n", '')}
app.get('/', { websocket: true }, () => {
  console.log('hello');
});
`,
  },
  {
    name: 'the stream of earlier versions',
    language: 'commonjs',
    by: 'fix',
    code: `const fastify = require('fastify')();
const { verifyToken } = require('./auth.js');

fastify.register(require('fastify-websocket'));
fastify.get('/', { websocket: true }, (connection, request) => {
  const user = verifyToken(request.headers.authorization);
  connection.socket.on('message', (message) => connection.socket.send(user.id + message));
});
`,
  },
];

const express: FixCase[] = [
  {
    name: 'two routes share one Map, the user by settings',
    language: 'commonjs',
    by: 'fix',
    settings: { identity: ['req.user.id'] },
    code: `${EXPRESS.replace("const { verifyToken } = require('./auth.js');\n", '')}
app.ws('/chat', (ws, req) => {
  ws.on('close', () => console.log('closed', req.url));
});
app.ws('/news', (ws, req) => {
  ws.send(req.url);
});
`,
  },
  {
    name: 'a handler that does not take the request, the user by settings',
    language: 'commonjs',
    by: 'suggestion',
    settings: { identity: ['req.user.id'] },
    code: `${EXPRESS.replace("const { verifyToken } = require('./auth.js');\n", '')}
app.ws('/chat', (ws) => {
  ws.send('hello');
});
`,
  },
  {
    name: 'a router, a listener before the user is known',
    language: 'commonjs',
    by: 'fix',
    code: `${EXPRESS}
const router = express.Router();
router.ws('/chat', async (ws, req) => {
  ws.on('message', (message) => console.log(message));
  const user = await verifyToken(req.query.token);
  if (!user) return ws.close(4401);
  ws.send(user.id);
});
app.use('/api', router);
`,
  },
];

const koa: FixCase[] = [
  {
    name: 'a route',
    language: 'commonjs',
    by: 'fix',
    code: `${KOA}
app.ws.use(route.all('/chat', async (ctx) => {
  const user = await verifyToken(ctx.headers.authorization);
  if (!user) return ctx.websocket.close(4401);
  ctx.websocket.on('close', () => console.log('closed'));
  ctx.websocket.send(user.id);
}));
`,
  },
  {
    name: 'the user by settings',
    language: 'commonjs',
    by: 'fix',
    settings: { identity: ['ctx.state.user.id'] },
    code: `${KOA.replace("const { verifyToken } = require('./auth.js');\n", '').replace("const route = require('koa-route');\n", '')}
app.ws.use((ctx, next) => {
  ctx.websocket.send('hello');
  return next();
});
`,
  },
  {
    name: 'a context that is taken apart',
    language: 'commonjs',
    by: 'nothing',
    code: `${KOA.replace("const route = require('koa-route');\n", '')}
app.ws.use(({ websocket, headers }) => {
  const user = verifyToken(headers.authorization);
  websocket.send(user.id);
});
`,
  },
];

describeFixes('@fastify/websocket', fastify);
describeFixes('express-ws', express);
describeFixes('koa-websocket', koa);
