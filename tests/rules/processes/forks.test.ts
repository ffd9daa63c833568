import { describe, expect, it } from 'vitest';
import type { Files } from '../../link/program.js';
import { found, ioServer, wsServer } from './programs.js';

const IMPORTS = "import cluster from 'node:cluster';\nimport os from 'node:os';\nimport { WebSocketServer } from 'ws';";
const COMMON = "const cluster = require('cluster');\nconst { WebSocketServer } = require('ws');";
const loop = 'for (let i = 0; i < os.cpus().length; i++) cluster.fork();';
const at = (line = loop, file = 'server.js'): string[] => [`new Map() | ${file}: ${line}`];

describe('no-process-local-limit, copies of the program', () => {
  it.each<[string, Files, string[]]>([
    ['a loop in the primary', { 'server.js': wsServer(`if (cluster.isPrimary) {\n  ${loop}\n} else {\n  serve(createServer());\n}`, IMPORTS) }, at()],
    ['the primary returns before', { 'server.js': wsServer(`function main() {\n  if (cluster.isPrimary) {\n    ${loop}\n    return;\n  }\n  serve(createServer());\n}\nmain();`, IMPORTS) }, at()],
    ['in CommonJS, by the old name', { 'server.cjs': wsServer('if (cluster.isMaster) {\n  for (let i = 0; i < WORKERS; i += 1) cluster.fork();\n} else serve(createServer());', COMMON) }, at('for (let i = 0; i < WORKERS; i += 1) cluster.fork();', 'server.cjs')],
    ['by names of their own', { 'server.js': wsServer('if (isPrimary) Array.from({ length: 4 }, () => fork());\nelse serve(createServer());', IMPORTS.replace('cluster', '{ fork, isPrimary }')) }, at('if (isPrimary) Array.from({ length: 4 }, () => fork());')],
    ['for each processor', { 'server.js': wsServer('if (cluster.isWorker) serve(createServer());\nelse os.cpus().forEach(() => cluster.fork());', IMPORTS) }, at('else os.cpus().forEach(() => cluster.fork());')],
    ['one after the other', { 'server.js': wsServer('if (cluster.isPrimary) {\n  cluster.fork();\n  cluster.fork();\n} else serve(createServer());', IMPORTS) }, at('cluster.fork();')],
    [
      'a function that also starts anew what has ended',
      { 'server.js': wsServer(`const spawn = () => cluster.fork();\nif (cluster.isPrimary) {\n  for (const cpu of os.cpus()) spawn(cpu);\n  cluster.on('exit', spawn);\n} else serve(createServer());`, IMPORTS) },
      at('const spawn = () => cluster.fork();'),
    ],
    ['one after the other, later', { 'server.js': wsServer('if (cluster.isPrimary) {\n  for (let i = 0; i < N; i++) setTimeout(() => cluster.fork(), i * 100);\n} else serve(createServer());', IMPORTS) }, at('for (let i = 0; i < N; i++) setTimeout(() => cluster.fork(), i * 100);')],
    ['as many as the environment says', { 'server.js': wsServer('const count = Number(process.env.WORKERS) || os.cpus().length;\nif (cluster.isPrimary) {\n  for (let i = 0; i < count; i++) cluster.fork();\n} else serve(createServer());', IMPORTS) }, at('for (let i = 0; i < count; i++) cluster.fork();')],
    ['in the file that requires the server', { 'server.cjs': wsServer('serve(createServer());', COMMON), 'cluster.cjs': `const cluster = require('cluster');\nif (cluster.isMaster) {\n  ${loop}\n} else {\n  require('./server.cjs');\n}\n` }, at(loop, 'cluster.cjs')],
    ['in the file that imports the server late', { 'src/server.js': wsServer(), 'index.js': `import cluster from 'node:cluster';\nif (cluster.isPrimary) {\n  ${loop}\n} else {\n  await import('./src/server.js');\n}\n` }, at(loop, 'index.js')],
    ['in a tool that is given the start', { 'server.js': `${wsServer('')}\nexport { serve };`, 'copies.js': `import cluster from 'node:cluster';\nexport function copies(start) {\n  if (!cluster.isPrimary) return start();\n  ${loop}\n}\n`, 'main.js': "import { copies } from './copies.js';\nimport { serve } from './server.js';\ncopies(() => serve(createServer()));\n" }, at(loop, 'copies.js')],
    ['the copies run a file that imports the server', { 'src/server.js': wsServer(), 'src/worker.js': "import './server.js';\n", 'src/primary.js': `import cluster from 'node:cluster';\ncluster.setupPrimary({ exec: new URL('./worker.js', import.meta.url).pathname });\n${loop}\n` }, at(loop, 'src/primary.js')],
    ['Socket.IO, when there is more than one processor', { 'server.js': ioServer(), 'start.js': `import cluster from 'cluster';\nif (cluster.isPrimary && os.cpus().length > 1) {\n  ${loop}\n} else {\n  await import('./server.js');\n}\n` }, at(loop, 'start.js')],
    ['TypeScript', { 'server.ts': wsServer(`if (cluster.isPrimary) {\n  ${loop}\n} else {\n  serve(createServer());\n}`, IMPORTS).replace('new Map()', 'new Map<string, Set<WebSocket>>()') }, [`new Map<string, Set<WebSocket>>() | server.ts: ${loop}`]],
    ['TypeScript, by all names of the module', { 'server.ts': wsServer(`if (cluster.isMaster) {\n  ${loop}\n} else {\n  serve(createServer());\n}`, IMPORTS.replace('import cluster', 'import * as cluster')).replace('new Map()', 'new Map<string, Set<WebSocket>>()') }, [`new Map<string, Set<WebSocket>>() | server.ts: ${loop}`]],
    ['copies that are kept in a list, and started anew by their number', { 'server.js': wsServer("if (cluster.isPrimary) {\n  const workers = [];\n  const spawn = (i) => {\n    workers[i] = cluster.fork();\n    workers[i].on('exit', () => spawn(i));\n  };\n  for (let i = 0; i < count; i++) spawn(i);\n} else serve(createServer());", IMPORTS) }, at('workers[i] = cluster.fork();')],
    ['a method of a class', { 'server.js': wsServer(`class Main {\n  start() {\n    if (cluster.isPrimary) {\n      ${loop}\n      cluster.on('exit', () => cluster.fork());\n    } else serve(createServer());\n  }\n}\nnew Main().start();`, IMPORTS) }, at()],
    ['a class', { 'server.js': wsServer(`if (cluster.isPrimary) {\n  ${loop}\n} else serve(createServer());`, IMPORTS).replace('const open = new Map();', 'class Users {\n  open = new Map();\n}\nconst users = new Users();').replaceAll('open.', 'users.open.') }, at()],
    ['an object of several lines', { 'server.js': wsServer(`if (cluster.isPrimary) {\n  ${loop}\n} else serve(createServer());`, IMPORTS).replace('new Map()', '{\n}').replace('open.get(sub)', 'open[sub]').replace('open.set(sub, mine.add(ws))', 'open[sub] = mine.add(ws)') }, [`open | server.js: ${loop}`]],
    ["the library's own list", { 'server.js': wsServer(`if (cluster.isPrimary) {\n  ${loop}\n} else serve(createServer());`, IMPORTS).replace('const mine = open.get(sub) ?? new Set();', 'const mine = [...wss.clients].filter((client) => client.user === sub);\n    ws.user = sub;').replace('mine.size', 'mine.length').replace(/^.*mine\.(?:add|delete).*$/gmu, '') }, [`mine.length | server.js: ${loop}`]],
    ['a store of another package that lies in memory', { 'server.js': wsServer(`if (cluster.isPrimary) {\n  ${loop}\n} else serve(createServer());`, `${IMPORTS}\nimport { LRUCache } from 'lru-cache';`).replace('new Map()', 'new LRUCache({ max: 1000 })') }, [`new LRUCache({ max: 1000 }) | server.js: ${loop}`]],
  ])('reports %s', (_name, files, expected) => {
    expect(found(files)).toEqual(expected);
  });

  it.each<[string, Files]>([
    ['one process', { 'server.js': wsServer() }],
    ['the module of the copies is imported, and nothing is started', { 'server.js': wsServer('if (cluster.isWorker) console.log(cluster.worker.id);\nserve(createServer());', IMPORTS) }],
    ['one copy that is started anew', { 'server.js': wsServer("if (cluster.isPrimary) {\n  cluster.fork();\n  cluster.on('exit', () => cluster.fork());\n} else serve(createServer());", IMPORTS) }],
    ['one copy, by a number', { 'server.js': wsServer('const WORKERS = 1;\nif (cluster.isPrimary) {\n  for (let i = 0; i < WORKERS; i++) cluster.fork();\n} else serve(createServer());', IMPORTS) }],
    ['one copy in a loop, that is started anew', { 'server.js': wsServer("const count = 1;\nif (cluster.isPrimary) {\n  for (let i = 0; i < count; i += 1) cluster.fork();\n  cluster.on('exit', () => {\n    cluster.fork();\n  });\n} else serve(createServer());", IMPORTS) }],
    ['one copy, that is started anew by a function', { 'server.js': wsServer("function spawn() {\n  const worker = cluster.fork();\n  worker.on('exit', spawn);\n}\nif (cluster.isPrimary) spawn();\nelse serve(createServer());", IMPORTS) }],
    ['copies in a comment', { 'server.js': wsServer(`// if (cluster.isPrimary) { ${loop} }\nserve(createServer());`, IMPORTS) }],
    ['the primary alone takes connections', { 'server.js': wsServer(`if (cluster.isPrimary) {\n  ${loop}\n  serve(createServer());\n} else {\n  work();\n}`, IMPORTS) }],
    ['the primary alone takes connections, in another file', { 'server.js': wsServer(), 'main.js': `import cluster from 'node:cluster';\nif (cluster.isPrimary) {\n  ${loop}\n  await import('./server.js');\n} else {\n  await import('./jobs.js');\n}\n`, 'jobs.js': 'work();' }],
    ['the primary alone takes connections, by a function', { 'server.js': `${wsServer('')}\nexport { serve };`, 'main.js': `import cluster from 'node:cluster';\nimport { serve } from './server.js';\nif (!cluster.isPrimary) {\n  work();\n} else {\n  ${loop}\n  serve(createServer());\n}\n` }],
    ['the copies run another file', { 'server.js': wsServer(`cluster.setupPrimary({ exec: './jobs.js' });\n${loop}\nserve(createServer());`, IMPORTS), 'jobs.js': 'work();' }],
    ['another program of the package has copies', { 'server.js': wsServer(), 'jobs.js': `import cluster from 'node:cluster';\nif (cluster.isPrimary) {\n  ${loop}\n} else work();\n` }],
    ['a test starts copies', { 'server.js': wsServer(), 'tests/load.js': `import cluster from 'node:cluster';\nif (cluster.isPrimary) {\n  ${loop}\n} else await import('../server.js');\n` }],
    ['an example starts copies', { 'server.js': wsServer(), 'examples/cluster.js': `import cluster from 'node:cluster';\nif (cluster.isPrimary) {\n  ${loop}\n} else await import('../server.js');\n` }],
    ['threads for other work', { 'server.js': wsServer("for (let i = 0; i < 4; i++) new Worker('./hash.js');\nserve(createServer());", "import { Worker } from 'node:worker_threads';\nimport { WebSocketServer } from 'ws';") }],
    ['other programs are started', { 'server.js': wsServer("for (let i = 0; i < 4; i++) fork('./resize.js');\nserve(createServer());", "import { fork } from 'node:child_process';\nimport { WebSocketServer } from 'ws';") }],
    ['something else is called cluster', { 'server.js': wsServer('for (let i = 0; i < 4; i++) cluster.fork();\nserve(createServer());', "import cluster from './cluster.js';\nimport { WebSocketServer } from 'ws';") }],
    ['the count is in Redis', { 'server.js': ioServer("import cluster from 'node:cluster';\nif (cluster.isPrimary) for (let i = 0; i < 4; i++) cluster.fork();", "if (await redis.incr(`open:${socket.data.userId}`) > 3) return next(new Error('limit'));") }],
    ['all processes are asked', { 'server.js': ioServer("import cluster from 'node:cluster';\nif (cluster.isPrimary) for (let i = 0; i < 4; i++) cluster.fork();", "if ((await io.in(socket.data.userId).fetchSockets()).length >= 3) return next(new Error('limit'));") }],
    ['what other processes say is counted, too', { 'server.js': wsServer(`subscriber.on('message', (channel, user) => open.set(user, new Set()));\nif (cluster.isPrimary) {\n  ${loop}\n} else serve(createServer());`, `${IMPORTS}\nimport Redis from 'ioredis';\nconst subscriber = new Redis();`) }],
    ['nothing is counted by the user', { 'server.js': wsServer(`if (cluster.isPrimary) {\n  ${loop}\n} else serve(createServer());`, IMPORTS).replaceAll('jwt.verify(request.headers.authorization, KEY)', '{ sub: request.socket.remoteAddress }') }],
    ['no guard', { 'server.js': wsServer(`if (cluster.isPrimary) {\n  ${loop}\n} else serve(createServer());`, IMPORTS).replace(/^.*mine\.size.*$/mu, '') }],
    ['a shared count beside the one in memory', { 'server.js': ioServer("import cluster from 'node:cluster';\nif (cluster.isPrimary) for (let i = 0; i < 4; i++) cluster.fork();", "if (await redis.incr(`open:${socket.data.userId}`) > 3) return next(new Error('limit'));\n  if ((open.get(socket.data.userId) ?? 0) >= 3) return next(new Error('limit'));") }],
  ])('is silent: %s', (_name, files) => {
    expect(found(files)).toEqual([]);
  });
});
