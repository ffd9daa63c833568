import { describe, expect, it } from 'vitest';
import { type Files, lintProgram, Program, withProgram } from '../link/program.js';
import { found, ioServer, wsServer } from './processes/programs.js';

const PM2: Files = { 'pm2.config.js': "module.exports = {\n  apps: [{ script: 'npm', instances: 'max' }],\n};\n" };
const SAID = "pm2.config.js: apps: [{ script: 'npm', instances: 'max' }],";
const server = (imports: string, admit: string): string => `
import { WebSocketServer } from 'ws';
${imports}
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', (ws, request) => {
  const { sub } = jwt.verify(request.headers.authorization, KEY);
  if (!${admit}) ws.close(1013);
});
`;
const users = `
const open = new Map();
export function admit(user, ws) {
  const mine = open.get(user) ?? new Set();
  if (mine.size >= 3) return false;
  open.set(user, mine.add(ws));
  ws.once('close', () => mine.delete(ws));
  return true;
}
`;
const registry = `
import type { WebSocket } from 'ws';
export class Registry {
  private readonly open = new Map<string, Set<WebSocket>>();
  admit(user: string, ws: WebSocket): boolean {
    const mine = this.open.get(user) ?? new Set<WebSocket>();
    if (mine.size >= 3) return false;
    this.open.set(user, mine.add(ws));
    ws.once('close', () => mine.delete(ws));
    return true;
  }
}
`;

describe('no-process-local-limit', () => {
  it('says what is wrong, where that is written, and what to do', () => {
    withProgram({ 'server.js': wsServer(), ...PM2 }, (program) => {
      expect(program.messages('server.js').filter(({ messageId }) => messageId === 'multiProcess').map(({ message }) => message)).toEqual([
        "The connections of a user are counted in the memory of one process, and `instances: max` (pm2.config.js:2) says that there are several: the user gets the whole limit in each. Keep the count where all processes see it, such as Redis, with an expiry that outlives a crash.",
      ]);
    });
  });

  it.each<[string, Files, string, string[]]>([
    ['at the tracker, in the file of a class', { 'server.ts': server("import { Registry } from './registry.js';\nconst registry = new Registry();", 'registry.admit(sub, ws)'), 'registry.ts': registry, ...PM2 }, 'registry.ts', [`new Map<string, Set<WebSocket>>() | ${SAID}`]],
    ['not at the site as well', { 'server.ts': server("import { Registry } from './registry.js';\nconst registry = new Registry();", 'registry.admit(sub, ws)'), 'registry.ts': registry, ...PM2 }, 'server.ts', []],
    ['where connections come in, if nobody looks at the helper', { 'server.js': server("import { admit } from './users.js';", 'admit(sub, ws)'), 'users.js': users, ...PM2 }, 'server.js', [`wss.on('connection' | ${SAID}`]],
    ['once for two servers with one tracker', { 'server.js': wsServer('serve(first);').replace("wss.on('connection', (ws, request) => {", "const other = new WebSocketServer({ port: 1 });\n  for (const one of [wss, other]) one.on('connection', accept);\n  function accept(ws, request) {").replace(/\}\);\n\}/u, '}\n}'), ...PM2 }, 'server.js', [`new Map() | ${SAID}`]],
    ['once for two namespaces with one tracker', { 'server.js': ioServer().replace("io.on('connection'", "io.of('/news').use(authenticate);\nio.of('/news').on('connection', (socket) => {\n  if ((open.get(socket.data.userId) ?? 0) >= 3) return socket.disconnect(true);\n  open.set(socket.data.userId, (open.get(socket.data.userId) ?? 0) + 1);\n});\nio.on('connection'"), ...PM2 }, 'server.js', [`new Map() | ${SAID}`]],
    [
      'a connection handler of Fastify',
      {
        'server.js': "import Fastify from 'fastify';\nimport websocket from '@fastify/websocket';\nconst app = Fastify();\nconst open = {};\nawait app.register(websocket);\napp.get('/ws', { websocket: true }, (socket, request) => {\n  const { sub } = app.jwt.verify(request.headers.authorization);\n  if ((open[sub] ?? 0) >= 3) return socket.close(1013);\n  open[sub] = (open[sub] ?? 0) + 1;\n  socket.on('close', () => { open[sub] -= 1; });\n});\n",
        ...PM2,
      },
      'server.js',
      [`{} | ${SAID}`],
    ],
    [
      'Bun',
      {
        'server.js': "const open = new Map();\nBun.serve({\n  async fetch(request, server) {\n    const { sub } = await verifyToken(request.headers.get('authorization'));\n    if ((open.get(sub) ?? 0) >= 3) return new Response('limit', { status: 429 });\n    if (server.upgrade(request, { data: { sub } })) return undefined;\n    return new Response('no', { status: 400 });\n  },\n  websocket: {\n    open(ws) { open.set(ws.data.sub, (open.get(ws.data.sub) ?? 0) + 1); },\n    message() {},\n    close(ws) { open.set(ws.data.sub, open.get(ws.data.sub) - 1); },\n  },\n});\n",
        ...PM2,
      },
      'server.js',
      [`new Map() | ${SAID}`],
    ],
    ['an array that is looked through', { 'server.js': wsServer().replace('const open = new Map();', 'let open = [];').replace('open.get(sub) ?? new Set()', 'open.filter((one) => one.user === sub)').replace('mine.size', 'mine.length').replace('open.set(sub, mine.add(ws))', 'open.push({ user: sub, ws })').replace('mine.delete(ws)', '(open = open.filter((one) => one.ws !== ws))'), ...PM2 }, 'server.js', [`[] | ${SAID}`]],
    ['a room of the library itself', { 'server.js': ioServer('', "if ((io.sockets.adapter.rooms.get(socket.data.userId)?.size ?? 0) >= 3) return next(new Error('limit'));\n  socket.join(socket.data.userId);"), ...PM2 }, 'server.js', [`io.sockets.adapter.rooms.get(socket.data.userId)?.size | ${SAID}`]],
    ['eviction of the older connection', { 'server.js': wsServer().replace(/const mine = [\s\S]*?mine\.delete\(ws\)\);/u, "open.get(sub)?.close(4001);\n    open.set(sub, ws);\n    ws.once('close', () => { if (open.get(sub) === ws) open.delete(sub); });"), ...PM2 }, 'server.js', [`new Map() | ${SAID}`]],
  ])('reports %s', (_name, files, path, expected) => {
    expect(found(files, path)).toEqual(expected);
  });

  it('looks at the linted file alone where that is asked for', () => {
    const rule = 'no-process-local-limit:multiProcess';
    expect(lintProgram({ 'server.js': wsServer(), ...PM2 }, 'server.js', { crossFile: false })).not.toContain(rule);
    expect(lintProgram({ 'server.js': wsServer(), ...PM2 }, 'server.js')).toContain(rule);
  });

  it('looks at what starts the program each time', () => {
    const program = new Program({ 'server.js': wsServer(), ...PM2 });
    const count = (): number => program.messages('server.js').filter(({ messageId }) => messageId === 'multiProcess').length;
    expect(count()).toBe(1);
    program.write('pm2.config.js', "module.exports = {\n  apps: [{ script: 'npm', instances: 1 }],\n};\n");
    expect(count()).toBe(0);
    program.remove('pm2.config.js');
    expect(count()).toBe(0);
    program.delete();
  });
});
