import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { primus } from '../../src/models/primus.js';
import { enforced as enforcedIn, fails as failsIn, lintProgram, untrusted } from '../link/program.js';
import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';
import { type GuardPlace, guardCases, programWith, userOf } from './guard-cases.js';

const require = createRequire(import.meta.url);

describe('the package has what the model names', () => {
  const Primus = require('primus') as { new (server: object, options: object): Record<string, unknown>; createServer: unknown };

  it('methods and members of a server', () => {
    expect(typeof Primus.createServer).toBe('function');
    const made = new Primus(createServer(), { transformer: 'websockets', iknowclusterwillbreakconnections: true });
    for (const method of ['on', 'once', 'authorize', 'use', 'plugin', 'spark']) expect(typeof made[method], method).toBe('function');
    for (const member of Object.keys(primus.roles['primus:server']?.collections ?? {})) expect(member in made, member).toBe(true);
  });

  it('methods of a connection', () => {
    const Spark = require('primus/spark') as { prototype: object };
    for (const method of ['end', 'on', 'once']) expect(typeof Reflect.get(Spark.prototype, method), method).toBe('function');
  });
});

const server = "import Primus from 'primus';\nconst primus = new Primus(httpServer, { transformer: 'websockets' });\n";
const connection: GuardPlace = {
  name: 'connection',
  program: (guard) => `${server}primus.on('connection', (spark) => {\n  ${guard}\n  spark.write('hi');\n});`,
  at: "primus.on('connection'",
  headers: 'spark.headers',
  kept: 'spark',
  end: 'end',
  refuse: "spark.end({ error: 'limit' })",
  address: 'spark.address.ip',
  connection: 'spark.id',
};
const authorize: GuardPlace = {
  ...connection,
  name: 'authorize',
  program: (guard) => `${server}primus.authorize((req, done) => {\n  ${guard}\n  done();\n});\nprimus.on('connection', (spark) => spark.write('hi'));`,
  headers: 'req.headers',
  kept: 'req.socket',
  end: 'close',
  refuse: "done(new Error('limit'))",
  address: 'req.connection.remoteAddress',
  connection: "req.headers['sec-websocket-key']",
};
const option: GuardPlace = {
  ...authorize,
  name: 'authorization',
  program: (guard) => `import Primus from 'primus';\nconst primus = new Primus(httpServer, {\n  authorization(req, done) {\n  ${guard}\n  done();\n} });\nprimus.on('connection', (spark) => spark.write('hi'));`,
};
const middleware: GuardPlace = {
  ...authorize,
  name: 'middleware',
  program: (guard) => `${server}primus.use('limit', function (req, res, next) {\n  ${guard}\n  next();\n});\nprimus.on('connection', (spark) => spark.write('hi'));`,
  refuse: "next(new Error('limit'))",
};

const plain = "primus.on('connection', (spark) => spark.write('hi'));";
const at = "primus.on('connection'";

testExamples('primus', [
  ...guardCases(connection),
  ...guardCases(authorize),
  ...guardCases(option),
  ...guardCases(middleware),
  ...guardCases({ ...middleware, name: 'middleware that answers', refuse: 'res.end()' }),
  example('require', fails('missing', at), `const Primus = require('primus');\nconst primus = new Primus(httpServer, {});\n${plain}`),
  example('called without new', fails('missing', at), `const primus = require('primus')(httpServer, {});\n${plain}`),
  example('import by assignment', fails('missing', at), `import Primus = require('primus');\nconst primus: Primus = new Primus(httpServer);\n${plain}\nexport {};`),
  example('a typed parameter', fails('missing', at), `import type Primus from 'primus';\nexport function register(primus: Primus): void {\n  ${plain}\n}`),
  example('createServer with the handler', fails('missing', 'Primus.createServer'), "const Primus = require('primus');\nPrimus.createServer(function connection(spark) {\n  spark.write('hi');\n}, { port: 8080, transformer: 'websockets' });"),
  example('createServer, and a listener', fails('missing', at), `const Primus = require('primus');\nconst primus = Primus.createServer({ port: 8080 });\n${plain}`),
  example('all connections, by the number of the library', fails('globalOnly', at), `${server}primus.on('connection', (spark) => {\n  if (primus.connected > 100) spark.end();\n});`),
  example('what is said in the listener for ends refuses nobody', fails('missing', at), `${programWith(connection, userOf(connection)).replace("'connection'", "'disconnection'")}\n${plain}`),
  example('authorize that goes on without an error', fails('notRejected', at), programWith(authorize, userOf(authorize), 'done()')),
  example('one of two servers', [enforced(3, "a.on('connection'"), fails('uncovered', "b.on('connection'")], `${programWith(connection, userOf(connection)).replaceAll('primus.on', 'a.on').replace('const primus', 'const a')}\nconst b = new Primus(other, {});\nb.on('connection', (spark) => spark.write('hi'));`),
  example('a client', [], "const Primus = require('primus');\nconst Socket = Primus.createSocket({ transformer: 'websockets' });\nconst client = new Socket('http://localhost:8080');\nclient.on('open', () => client.write('hi'));"),
]);

describe('primus, over several files', () => {
  it('the hook is made by another file', () => {
    const limit = (refuse: string): string =>
      `import { verify } from './token.js';\nexport function createAuthorize(open, max) {\n  return (req, authorized) => {\n    const { sub } = verify(req.headers.authorization);\n    const count = open.get(sub) ?? 0;\n    if (count >= max) {\n      const error = new Error('limit');\n      error.statusCode = 429;\n      ${refuse}\n      return;\n    }\n    open.set(sub, count + 1);\n    req.socket.on('close', () => open.set(sub, open.get(sub) - 1));\n    authorized();\n  };\n}\n`;
    const main = `import { createAuthorize } from './limit.js';\n${server}const open = new Map();\nprimus.authorize(createAuthorize(open, 3));\n${plain}\n`;
    expect(lintProgram({ 'main.js': main, 'limit.js': limit('authorized(error);') })).toContain(enforcedIn(3));
    expect(lintProgram({ 'main.js': main, 'limit.js': limit('console.warn(error);') })).toEqual([failsIn('notRejected')]);
  });

  it('a key that the client chooses', () => {
    expect(lintProgram({ 'main.js': programWith(connection, 'spark.query.user') })).toContain(untrusted('clientSupplied'));
  });
});
