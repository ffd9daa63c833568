import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';

// fastify-socket.io is held against its published types only: its versions on npm want Fastify 4.
const app = (rest: string, register = 'await app.register(fastifyIO);', start = "import Fastify from 'fastify';\nimport fastifyIO from 'fastify-socket.io';"): string => `${start}\nimport { verify } from './token.js';\nconst app = Fastify();\n${register}\n${rest}`;
const listener = "app.io.on('connection', (socket) => socket.emit('hi'));";
const check = (subject: string, refuse: string): string => `const { id } = verify(${subject});\n  const mine = open.get(id) ?? 0;\n  if (mine >= 3) return ${refuse};\n  open.set(id, mine + 1);`;

testExamples('fastify-socket.io', [
  example('a listener', fails('missing', "app.io.on('connection'"), app(listener)),
  example('a listener when all is ready', fails('missing', "app.io.on('connection'"), app(`app.ready((error) => {\n  if (error) throw error;\n  ${listener}\n});`)),
  example('required', fails('missing', "app.io.on('connection'"), "const app = require('fastify')();\napp.register(require('fastify-socket.io'), {});\napp.ready(() => {\n  app.io.on('connection', () => {});\n});"),
  example('in a plugin', fails('missing', "fastify.io.on('connection'"), "import type { FastifyInstance } from 'fastify';\nexport async function chat(fastify: FastifyInstance): Promise<void> {\n  fastify.io.on('connection', () => {});\n}"),
  example('middleware', enforced(3, "app.io.on('connection'"), app(`const open = new Map();\napp.io.use((socket, next) => {\n  ${check('socket.handshake.auth.token', "next(new Error('full'))")}\n  next();\n});\n${listener}`)),
  example('allowRequest', enforced(3, "app.io.on('connection'"), app(listener, `const open = new Map();\nawait app.register(fastifyIO, { allowRequest: (request, allow) => {\n  ${check('request.headers.authorization', "allow('full', false)")}\n  allow(null, true);\n} });`)),
  example('a hook of Fastify does not run for it', fails('uncovered|missing', "app.io.on('connection'"), app(`const open = new Map();\napp.addHook('onRequest', async (request, reply) => {\n  ${check('request.headers.authorization', 'reply.code(429).send()')}\n});\n${listener}`)),
  example('a server of its own under the same name', enforced(3, "app.io.on('connection'"), app(`const io = new Server(app.server);\nconst open = new Map();\nio.use((socket, next) => {\n  ${check('socket.handshake.auth.token', "next(new Error('full'))")}\n  next();\n});\napp.decorate('io', io);\n${listener}`, '', "import Fastify from 'fastify';\nimport { Server } from 'socket.io';")),
]);
