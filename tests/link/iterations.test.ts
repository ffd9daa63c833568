import { describe, expect, it } from 'vitest';
import { type Case, enforced, fails, lintProgram, lintWithAndWithout, withProgram } from './program.js';

const AUTH = `
import jwt from 'jsonwebtoken';
export const userOf = (request) => jwt.verify(request.headers.authorization, process.env.SECRET).sub;
`;
/** Counts, decides and closes: the handler of the event. */
const ON_CONNECTION = `
const open = new Map();
function onConnection(ws, request) {
  const user = userOf(request);
  const mine = open.get(user) ?? new Set();
  if (mine.size >= 3) {
    ws.close(1013, 'too many connections');
    return;
  }
  open.set(user, mine.add(ws));
  ws.on('close', () => mine.delete(ws));
}
const onError = (error) => console.error(error);
`;
const HANDLERS = `${ON_CONNECTION}const handlers = { error: onError, connection: onConnection, close: () => console.log('closed') };\n`;
const ENTRIES = `${ON_CONNECTION}const handlers = [['error', onError], ['connection', onConnection]];\n`;
const ROUTES = `${ON_CONNECTION}const handlers = [{ event: 'error', handler: onError }, { event: 'connection', handler: onConnection }];\n`;
const here = (name: string, handlers: string, loop: string): Case => [
  name,
  {
    'server.js': `
import { WebSocketServer } from 'ws';
import { userOf } from './auth.js';
${handlers}
const wss = new WebSocketServer({ port: 8080 });
${loop}
`,
    'auth.js': AUTH,
  },
];
const there = (name: string, handlers: string, loop: string, imports = `import { handlers } from './handlers.js';`): Case => [
  name,
  {
    'server.js': `import { WebSocketServer } from 'ws';\n${imports}\nconst wss = new WebSocketServer({ port: 8080 });\n${loop}`,
    'handlers.js': `import { userOf } from './auth.js';\n${handlers}`,
    'auth.js': AUTH,
  },
];
const exported = (handlers: string): string => handlers.replace('const handlers', 'export const handlers');

function testBoth(theme: string, cases: readonly Case[]): void {
  describe(theme, () => {
    it.each(cases)('%s', (_, files) => {
      expect(lintWithAndWithout(files)).toEqual([[enforced(3)], [fails('missing')]]);
    });
  });
}

testBoth('a loop that registers a handler for each event', [
  here('of the entries of an object', HANDLERS, 'for (const [event, handler] of Object.entries(handlers)) wss.on(event, handler);'),
  here('of its entries, with forEach', HANDLERS, 'Object.entries(handlers).forEach(([event, handler]) => wss.on(event, handler));'),
  here('of its entries, not taken apart', HANDLERS, 'for (const entry of Object.entries(handlers)) wss.on(entry[0], entry[1]);'),
  here('of its keys', HANDLERS, 'for (const event of Object.keys(handlers)) wss.on(event, handlers[event]);'),
  here('of its keys, with forEach', HANDLERS, 'Object.keys(handlers).forEach(function (event) {\n  wss.on(event, handlers[event]);\n});'),
  here('of its keys, with in', HANDLERS, 'for (const event in handlers) wss.on(event, handlers[event]);'),
  here('of its keys, with the handler in a variable', HANDLERS, 'for (const event in handlers) {\n  const handler = handlers[event];\n  wss.on(event, handler);\n}'),
  here('of pairs', ENTRIES, 'for (const [event, handler] of handlers) wss.on(event, handler);'),
  here('of pairs that are written in it', ON_CONNECTION, `for (const [event, handler] of [['connection', onConnection], ['error', onError]]) wss.on(event, handler);`),
  here('of objects', ROUTES, 'for (const { event, handler } of handlers) wss.on(event, handler);'),
  here('of objects, with forEach', ROUTES, 'handlers.forEach((route) => wss.on(route.event, route.handler));'),
  here('of a Map', ENTRIES, 'for (const [event, handler] of new Map(handlers)) wss.on(event, handler);'),
  here('of a Map, with forEach', ENTRIES, 'new Map(handlers).forEach((handler, event) => wss.on(event, handler));'),
  here('of a Map that is filled', `${ON_CONNECTION}const handlers = new Map();\nhandlers.set('error', onError);\nhandlers.set('connection', onConnection);`, 'for (const [event, handler] of handlers) wss.on(event, handler);'),
  here('of the values of an object, by another package', `import _ from 'lodash';${HANDLERS}`, '_.forEach(handlers, (handler, event) => wss.on(event, handler));'),
  here('of names of events with one handler', ON_CONNECTION, `for (const event of ['connection', 'reconnection']) wss.on(event, (ws, request) => onConnection(ws, request));`),
  here('that binds it', HANDLERS, 'for (const [event, handler] of Object.entries(handlers)) wss.on(event, handler.bind(wss));'),
  there('of another file', exported(HANDLERS), 'for (const [event, handler] of Object.entries(handlers)) wss.on(event, handler);'),
  there('of pairs of another file', exported(ENTRIES), 'handlers.forEach(([event, handler]) => wss.on(event, handler));'),
  there('of all that another file exports', `${ON_CONNECTION}export { onConnection as connection, onError as error };`, 'for (const [event, handler] of Object.entries(handlers)) wss.on(event, handler);', `import * as handlers from './handlers.js';`),
  there('of another file, with one handler only', `${ON_CONNECTION}export const handlers = { connection: onConnection };`, 'for (const event of Object.keys(handlers)) wss.on(event, handlers[event]);'),
]);

const REGISTER = `${ON_CONNECTION}const register = (wss) => wss.on('connection', onConnection);\nconst log = (wss) => wss.on('error', onError);\n`;
testBoth('a loop that gives the server to each of several functions', [
  here('in an object', `${REGISTER}const parts = { log, register };`, 'for (const part of Object.values(parts)) part(wss);'),
  here('in an object, by its keys', `${REGISTER}const parts = { log, register };`, 'Object.keys(parts).forEach((name) => parts[name](wss));'),
  here('in a list', `${REGISTER}const parts = [log, register];`, 'parts.forEach((part) => part(wss));'),
]);

describe('a loop that registers a handler for each event', () => {
  it('is reported at the registration', () => {
    const [, files] = here('', HANDLERS.replace('mine.size >= 3', 'mine.isClosed'), 'for (const [event, handler] of Object.entries(handlers)) wss.on(event, handler);');
    withProgram(files, (program) => {
      expect(program.headsOf('server.js')).toEqual(['wss.on(event']);
    });
  });

  it.each([
    here('has no handler for new connections', HANDLERS.replace('connection: onConnection, ', ''), 'for (const [event, handler] of Object.entries(handlers)) wss.on(event, handler);'),
    here('is on something else', HANDLERS, 'for (const [event, handler] of Object.entries(handlers)) process.on(event, handler);'),
    here('is for the events of one connection', HANDLERS, `const client = new WebSocket('ws://localhost');\nfor (const [event, handler] of Object.entries(handlers)) client.on(event, handler);`),
    here('has events that are not known', `${ON_CONNECTION}import { handlers } from 'handlers';`, 'for (const [event, handler] of Object.entries(handlers)) wss.on(event, handler);'),
  ])('%s', (_, files) => {
    expect(lintProgram(files)).toEqual([]);
  });

  it('does not take the handler of another event for the one of connections', () => {
    const files = here('', `${ON_CONNECTION}const handlers = { connection: (ws) => ws.send('hello'), error: onConnection };`, 'for (const [event, handler] of Object.entries(handlers)) wss.on(event, handler);')[1];
    expect(lintProgram(files)).toEqual([fails('missing')]);
  });
});
