import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';
import { type GuardPlace, guardCases } from './guard-cases.js';

// Neither Sails nor ActionHero is among the installed packages: their models were written by their sources.
const sails: GuardPlace = {
  name: 'sails.io',
  program: (guard) => `export function bootstrap() {\n  sails.io.on('connect', (socket) => {\n  ${guard}\n  socket.emit('hi');\n  });\n}`,
  at: "sails.io.on('connect'",
  headers: 'socket.handshake.headers',
  kept: 'socket',
  end: 'disconnect',
  refuse: 'socket.disconnect(true)',
  address: 'socket.handshake.address',
  connection: 'socket.id',
};

testExamples('servers that are built in', [
  ...guardCases(sails),
  example('sails.io, middleware', enforced(3, sails.at), "import { verify } from './token.js';\nconst open = new Map();\nsails.io.use((socket, next) => {\n  const { sub } = verify(socket.handshake.auth.token);\n  const mine = open.get(sub) ?? new Set();\n  if (mine.size >= 3) return next(new Error('limit'));\n  open.set(sub, mine.add(socket.conn));\n  socket.conn.once('close', () => mine.delete(socket.conn));\n  next();\n});\nsails.io.on('connect', (socket) => socket.emit('hi'));"),
  example('sails of another kind', [], "const sails = makeSails();\nsails.io.on('connect', (wind) => wind.blow());"),
  example('a client of Sails', [], "io.socket.on('connect', () => console.log('connected'));"),
  example('middleware of ActionHero', fails('missing', 'api.connections.addMiddleware'), "import { api } from 'actionhero';\nexport function initialize() {\n  api.connections.addMiddleware({\n    name: 'log',\n    create: (connection) => console.log(connection.id),\n  });\n}"),
  example('middleware of ActionHero that limits', enforced(3, 'api.connections.addMiddleware'), "import { api } from 'actionhero';\nimport { userOf } from './users.js';\nconst open = new Map();\nexport function initialize() {\n  api.connections.addMiddleware({\n    name: 'limit',\n    create: (connection) => {\n      const user = userOf(connection);\n      const count = open.get(user) ?? 0;\n      if (count >= 3) return connection.destroy();\n      open.set(user, count + 1);\n    },\n    destroy: (connection) => open.set(userOf(connection), open.get(userOf(connection)) - 1),\n  });\n}"),
]);
