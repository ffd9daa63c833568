import { describe, expect, it } from 'vitest';
import { type Filename, lint, type Report } from './lint.js';

/** Every plain object has these. */
const INHERITED = ['constructor', 'hasOwnProperty', 'isPrototypeOf', 'toString', 'valueOf', '__proto__', '__defineGetter__', '__lookupSetter__'];
const UNUSUAL = ['naïve', '名前', '𝒳𝓎', '$', '_', 'ª', 'async', 'get', 'set', 'let_', 'undefined_', 'NaN_', String.raw`\u0061bc`];

interface Place {
  readonly name: string;
  readonly filename: Filename;
  readonly code: (name: string) => string;
  /** Some of the names mean something here: all that is asked is that nothing throws. */
  readonly isMeaningful?: boolean;
}

const guarded = (tracker: string, user: string, limit: string): string => `
import { Server } from 'socket.io';
const io = new Server();
io.use((socket, next) => {
  ${user}
  const mine = ${tracker}.get(user) ?? new Set();
  if (mine.size >= ${limit}) return next(new Error('full'));
  ${tracker}.set(user, mine.add(socket.id));
  socket.conn.once('close', () => mine.delete(socket.id));
  next();
});
io.on('connection', (socket) => {});`;
const USER = 'const user = verify(socket.handshake.auth.token);';

const PLACES: readonly Place[] = [
  { name: 'a variable', filename: 'server.js', code: (name) => `${guarded(name, USER, '3')}\nconst ${name} = new Map();` },
  { name: 'a constant', filename: 'server.js', code: (name) => `${guarded('open', USER, name)}\nconst open = new Map(), ${name} = 4;` },
  { name: 'a property of an object', filename: 'server.js', code: (name) => `${guarded(`trackers.${name}`, USER, '3')}\nconst trackers = { '${name}': new Map(), ['other']: 1 };` },
  { name: 'a property that is assigned', filename: 'server.js', code: (name) => `${guarded(`trackers.${name}`, USER, '3')}\nconst trackers = {};\ntrackers.${name} = new Map();` },
  { name: 'a constant in an object', filename: 'server.js', code: (name) => `${guarded('open', USER, `limits.${name}`)}\nconst open = new Map(), limits = { ['${name}']: 2 };` },
  { name: 'a default that is taken apart', filename: 'server.js', code: (name) => `${guarded('open', USER, 'max')}\nconst open = new Map(), { ${name}: max = 2 } = process.env;` },
  { name: 'a field of the socket', filename: 'server.js', code: (name) => `${guarded('open', `socket.data.${name} = verify(socket.handshake.auth.token); const user = socket.data.${name}.id;`, '3')  }\nconst open = new Map();` },
  { name: 'a method of a class', filename: 'server.js', code: (name) => `${guarded('tracker', USER, `tracker.${name}_()`)}\nclass Tracker extends Map { ${name}_() { return 3; } }\nconst tracker = new Tracker();` },
  { name: 'a function', filename: 'server.js', code: (name) => `${guarded('open', USER, `${name}()`)}\nconst open = new Map();\nfunction ${name}() { return 3; }` },
  { name: 'a key of a Map', filename: 'server.js', code: (name) => `${guarded(`open.get('${name}')`, USER, '3')}\nconst open = new Map([['${name}', new Map()]]);` },
  { name: 'a record of counts', filename: 'server.js', code: (name) => `import { Server } from 'socket.io';\nconst io = new Server();\nconst ${name} = {};\nio.on('connection', (socket) => {\n${USER}\nif ((${name}[user] ?? 0) >= 3) { socket.disconnect(true); return; }\n${name}[user] = (${name}[user] ?? 0) + 1;\nsocket.on('disconnect', () => { ${name}[user] -= 1; });\n});` },
  { name: 'an import', filename: 'server.js', code: (name) => `${guarded('open', USER, name)}\nimport { '${name}' as ${name}, open } from './limits.js';` },
  { name: 'an import of the library', filename: 'server.js', code: (name) => `import { ${name} as x, Server } from 'socket.io';\nimport * as all from 'ws';\nnew x(1); x(2); new all.${name}(3); all.${name}.${name}(); new all.default.${name}.Server();\nconst io = new Server(); io.on('connection', (socket) => {});` },
  { name: 'an event', filename: 'server.js', code: (name) => `import { Server } from 'socket.io';\nconst io = new Server();\nio.on('${name}', (socket) => {});\nio.on('connection', (socket) => { socket.on('${name}', () => {}); socket.emit('${name}'); });` },
  { name: 'a method of the library', filename: 'server.js', code: (name) => `import { Server } from 'socket.io';\nimport { WebSocketServer } from 'ws';\nconst io = new Server(); const wss = new WebSocketServer();\nio.${name}('connection', () => {}); wss.${name}('connection', () => {}); io.of('x').${name}().${name}((socket, next) => next());\nio.sockets.${name}.size > 3; wss.clients.${name}; io.on('connection', (socket) => { socket.${name}(); socket.conn.${name}(true); if (socket.nsp.${name}.size > 3) socket.${name}; io.in('x').${name}(); });\nwss.on('connection', (ws, request) => { ws.${name}(); if (request.${name}.${name}) ws.close(); });` },
  { name: 'an operation', filename: 'server.js', code: (name) => `${guarded('open', `const user = verify(socket).${name}(x)[0].${name}.id;`, `Math.${name}(3, Object.${name}(open), Number.${name})`)}\nconst open = new Map(); redis.${name}(open); ${name}_(open.${name}, open.${name}()); const [a] = ${name}_.${name}.map(open);` },
  { name: 'an option', filename: 'server.js', code: (name) => `import { Server } from 'socket.io';\nconst io = new Server({ ['${name}']: 3, '${name}_': { ${name}: 1 } });\nio.on('connection', (socket) => {});` },
  { name: 'a type', filename: 'server.ts', code: (name) => `import { Server } from 'socket.io';\nimport type * as types from 'ws';\ninterface Options { ${name}: ${name}; io: Server; other: import('ws').${name}; more: types.${name}.${name}; again: SocketIO.${name} }\nexport function attach({ io, ${name}: x }: Options, y: Options['${name}'], z: types.${name}<${name}>): void {\n  io.on('connection', (socket) => {}); x.on('connection', () => {}); z.on('connection', () => {});\n}`, isMeaningful: true },
  { name: 'a member with a type', filename: 'server.ts', code: (name) => `import type { Server } from 'socket.io';\ninterface Options { ${name}: Server }\nexport function attach(options: Options): void {\n  options.${name}.on('connection', (socket) => {});\n}` },
  { name: 'a member of an enum', filename: 'server.ts', code: (name) => `${guarded('open', USER, `Limit.${name}`)}\nconst open = new Map<string, Set<string>>();\nenum Limit { Other = 1, ${name} }` },
  { name: 'an export', filename: 'server.cjs', code: (name) => `const io = require('socket.io')();\nio.on('connection', () => {});\nexports.${name} = io; module.exports.${name} = { ${name}: io }; module.exports = { ${name}() { return io; } };` },
];

/** Names in the reports are not compared, nor is the text of the report where it stands on the name. */
function summary(reports: readonly Report[], name: string): string[] {
  return reports.map(({ rule, messageId, at }) => `${rule} ${messageId} ${at.replaceAll(name, 'ordinary')}`);
}

describe('a name that is inherited by every object, or unusual', () => {
  it.each(PLACES.map((place) => [place.name, place] as const))('is a name like others as %s', (_place, { filename, code, isMeaningful }) => {
    const ordinary = lint(code('ordinary'), filename);
    // Not every name can stand in every place: those are no programs.
    const programs = [...INHERITED, ...UNUSUAL].flatMap((name) => {
      const reports = lint(code(name), filename);
      return reports ? [{ name, reports: isMeaningful ? [] : summary(reports, name) }] : [];
    });
    expect(ordinary).toBeDefined();
    expect(programs.length).toBeGreaterThan(15);
    expect(programs).toEqual(programs.map(({ name }) => ({ name, reports: isMeaningful ? [] : summary(ordinary ?? [], 'ordinary') })));
  });
});

describe('settings', () => {
  it.each(INHERITED)('may name %s', (name) => {
    const code = guarded('open', `const user = socket.${name}; ${name}_(socket);`, '3').replace('io.on(', `import { ${name} as ${name}_ } from './${name}.js';\nio.on(`);
    const settings = { identity: [`socket.${name}`, name, `${name}.${name}`, ''], guards: [{ module: `./${name}.js`, name }, { module: name, name: `${name}.${name}`, limit: 2 }] };
    expect(lint(code, 'server.js', settings)).toBeDefined();
  });
});
