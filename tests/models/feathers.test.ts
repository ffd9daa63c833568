import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { enforced as enforcedIn, lintProgram, untrusted } from '../link/program.js';
import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';
import { type GuardPlace, guardCases, programWith, userOf } from './guard-cases.js';

const require = createRequire(import.meta.url);

// @feathersjs/primus is not among the installed packages: its last version is for Feathers 4.
describe('the package has what the model names', () => {
  it('a function that gives a plug-in', () => {
    const socketio = require('@feathersjs/socketio') as (callback: () => void) => unknown;
    expect(typeof socketio(() => undefined)).toBe('function');
  });
});

const imports = "import { feathers } from '@feathersjs/feathers';\nimport socketio from '@feathersjs/socketio';\nconst app = feathers();\n";
const connection: GuardPlace = {
  name: 'connection',
  program: (guard) => `${imports}app.configure(socketio((io) => {\n  io.on('connection', (socket) => {\n  ${guard}\n  socket.emit('hi');\n  });\n}));`,
  at: 'socketio(',
  headers: 'socket.handshake.headers',
  kept: 'socket',
  end: 'disconnect',
  refuse: 'socket.disconnect(true)',
  address: 'socket.handshake.address',
  connection: 'socket.id',
};
const middleware: GuardPlace = {
  ...connection,
  name: 'middleware',
  program: (guard) => `${imports}app.configure(socketio({ cors: { origin: true } }, (io) => {\n  io.use((socket, next) => {\n  ${guard}\n  next();\n  });\n}));`,
  refuse: "next(new Error('limit'))",
};
const primus: GuardPlace = {
  ...connection,
  name: 'primus',
  program: (guard) => `import { feathers } from '@feathersjs/feathers';\nimport primus from '@feathersjs/primus';\nconst app = feathers();\napp.configure(primus({ transformer: 'ws' }, (server) => {\n  server.on('connection', (spark) => {\n  ${guard}\n  });\n}));`,
  headers: 'spark.headers',
  kept: 'spark',
  end: 'end',
  refuse: 'spark.end()',
  address: 'spark.address.ip',
  connection: 'spark.id',
};
/** The registration, as far as it stands on one line. */
const onLine = (place: GuardPlace, line: string): ReturnType<typeof guardCases> =>
  guardCases(place).map((item) => ({ ...item, expected: item.expected.map(({ at: _, ...expected }) => ({ ...expected, line })) }));

const site = { line: 'app.configure(socketio(' };

testExamples('feathers', [
  ...onLine({ ...connection, at: 'io.on(' }, 'io.on('),
  ...onLine({ ...middleware, at: 'app.configure(socketio(' }, 'app.configure(socketio('),
  ...onLine({ ...primus, at: 'server.on(' }, 'server.on('),
  example('no options, no listener', { ...fails('missing'), ...site }, `${imports}app.configure(socketio());`),
  example('require', { ...fails('missing'), ...site }, "const feathers = require('@feathersjs/feathers');\nconst socketio = require('@feathersjs/socketio');\nconst app = feathers();\napp.configure(socketio());"),
  example('a port', { ...fails('missing'), ...site }, `${imports}app.configure(socketio(3030, { path: '/ws' }));`),
  example('allowRequest', { ...enforced(3), ...site }, programWith({ ...middleware, program: (guard) => `${imports}app.configure(socketio({\n  allowRequest: (req, done) => {\n  ${guard}\n  done(null, true);\n} }));`, headers: 'req.headers', kept: 'req.socket', end: 'close', refuse: "done('limit', false)" }, "verify(req.headers.authorization).sub")),
  example('a client', [], "import feathers from '@feathersjs/client';\nimport socketio from '@feathersjs/socketio-client';\nimport io from 'socket.io-client';\nconst app = feathers();\napp.configure(socketio(io('http://localhost')));"),
  example('listeners of the application refuse nobody', { ...fails('missing'), ...site }, `${imports}app.configure(socketio());\nlet count = 0;\napp.on('connection', (connection) => {\n  count += 1;\n  app.channel('everybody').join(connection);\n});`),
]);

describe('feathers, over several files', () => {
  it('the set-up lies in another file', () => {
    const files = {
      'app.js': `import { setUp } from './sockets.js';\n${imports}app.configure(socketio(setUp));\n`,
      'sockets.js': "import { verify } from './token.js';\nconst open = new Map();\nexport function setUp(io) {\n  io.use((socket, next) => {\n    const { sub } = verify(socket.handshake.auth.token);\n    const mine = open.get(sub) ?? new Set();\n    if (mine.size >= 3) return next(new Error('limit'));\n    open.set(sub, mine.add(socket.conn));\n    socket.conn.once('close', () => mine.delete(socket.conn));\n    next();\n  });\n}\n",
    };
    expect(lintProgram(files)).toContain(enforcedIn(3));
  });

  it('a key that the client chooses', () => {
    expect(lintProgram({ 'app.js': programWith(connection, 'socket.handshake.query.user') })).toContain(untrusted('clientSupplied'));
  });

  it('the user is verified', () => {
    expect(lintProgram({ 'app.js': programWith(connection, userOf(connection)) })).toContain(enforcedIn(3));
  });
});
