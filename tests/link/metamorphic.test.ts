import { describe, expect, it } from 'vitest';
import { enforced, evicts, fails, type Files, withProgram } from './program.js';

/** A program in pieces, each of which can be a file of its own. */
interface Whole {
  readonly name: string;
  readonly verdict: string;
  readonly imports: readonly string[];
  readonly pieces: readonly string[];
}

const WS = `import { WebSocketServer } from 'ws';`;
const IO = `import { Server } from 'socket.io';`;
const HTTP = `import { createServer } from 'node:http';`;
const JWT = `import jwt from 'jsonwebtoken';`;

const USER = `function userOf(request) {\n  return jwt.verify(request.headers.authorization, process.env.SECRET).sub;\n}`;
const SIGN_IN = `function authenticate(socket, next) {\n  socket.data.userId = userOf(socket.request);\n  next();\n}`;
const CHECK = `function admit(key, ws) {\n  const mine = open.get(key) ?? new Set();\n  if (mine.size >= MAX) return false;\n  open.set(key, mine.add(ws));\n  ws.on('close', () => mine.delete(ws));\n  return true;\n}`;
const LIMIT = `function limit(socket, next) {\n  const mine = open.get(socket.data.userId) ?? new Set();\n  if (mine.size >= MAX) return next(new Error('too many connections'));\n  open.set(socket.data.userId, mine.add(socket.conn));\n  socket.conn.once('close', () => mine.delete(socket.conn));\n  next();\n}`;
const TRACKER = `const MAX = 3;\nconst open = new Map();`;
const asking = (key: string): string => `function onConnection(ws, request) {\n  if (!admit(${key}, ws)) ws.close(1013);\n}`;
const LISTEN = `const wss = new WebSocketServer({ port: 8080 });\nwss.on('connection', onConnection);`;
const CHAT = `io.on('connection', (socket) => {\n  socket.on('say', (text) => io.emit('said', text));\n});`;

const PROGRAMS: readonly Whole[] = [
  { name: 'ws, asked by the handler', verdict: enforced(3), imports: [WS, JWT], pieces: [TRACKER, USER, CHECK, asking('userOf(request)'), LISTEN] },
  { name: 'ws, by the address', verdict: fails('perAddressOnly'), imports: [WS], pieces: [TRACKER, `const addressOf = (request) => request.socket.remoteAddress;`, CHECK, asking('addressOf(request)'), LISTEN] },
  { name: 'ws, by the room', verdict: fails('perRoomOnly'), imports: [WS], pieces: [TRACKER, `const roomOf = (request) => request.params.roomId;`, CHECK, asking('roomOf(request)'), LISTEN] },
  { name: 'ws, not heard', verdict: fails('notRejected'), imports: [WS, JWT], pieces: [TRACKER, USER, CHECK, `function onConnection(ws, request) {\n  if (!admit(userOf(request), ws)) console.warn('too many');\n}`, LISTEN] },
  { name: 'ws, nothing compared', verdict: fails('missing'), imports: [WS, JWT], pieces: [`const open = new Map();`, USER, `function admit(key, ws) {\n  open.set(key, (open.get(key) ?? new Set()).add(ws));\n  return true;\n}`, asking('userOf(request)'), LISTEN] },
  {
    name: 'ws, the oldest closed',
    verdict: evicts(2),
    imports: [WS, JWT],
    pieces: [
      `const open = new Map();`,
      USER,
      `function trim(list) {\n  while (list.length > 2) list.shift().close(4409);\n}`,
      `function onConnection(ws, request) {\n  const user = userOf(request);\n  const list = open.get(user) ?? [];\n  list.push(ws);\n  open.set(user, list);\n  trim(list);\n}`,
      LISTEN,
    ],
  },
  {
    name: 'ws, in the upgrade handler',
    verdict: enforced(3),
    imports: [WS, HTTP, JWT],
    pieces: [
      TRACKER,
      USER,
      CHECK,
      `const wss = new WebSocketServer({ noServer: true });\nwss.on('connection', (ws) => ws.on('message', (data) => ws.send(data)));`,
      `const server = createServer();\nserver.on('upgrade', (request, socket, head) => {\n  if (!admit(userOf(request), socket)) {\n    socket.destroy();\n    return;\n  }\n  wss.handleUpgrade(request, socket, head, (ws) => wss.emit('connection', ws, request));\n});\nserver.listen(8080);`,
    ],
  },
  {
    name: 'ws, by a class',
    verdict: enforced(4),
    imports: [WS, JWT],
    pieces: [
      `class Counter {\n  counts = new Map();\n  of(user) {\n    return this.counts.get(user) ?? 0;\n  }\n  add(user, by) {\n    this.counts.set(user, this.of(user) + by);\n  }\n}`,
      `class Admission extends Counter {\n  constructor(most) {\n    super();\n    this.most = most;\n  }\n  isFull(user) {\n    return this.of(user) >= this.most;\n  }\n}`,
      USER,
      `const admission = new Admission(4);`,
      `const wss = new WebSocketServer({ port: 8080 });\nwss.on('connection', (ws, request) => {\n  const user = userOf(request);\n  if (admission.isFull(user)) return ws.close(1013);\n  admission.add(user, 1);\n  ws.on('close', () => admission.add(user, -1));\n});`,
    ],
  },
  { name: 'socket.io, by middleware', verdict: enforced(3), imports: [IO, JWT], pieces: [TRACKER, USER, `${SIGN_IN}\n${LIMIT}`, `const io = new Server(3000);\nio.use(authenticate);\nio.use(limit);`, CHAT] },
  { name: 'socket.io, in a setup function', verdict: enforced(3), imports: [IO, JWT], pieces: [TRACKER, `${USER}\n${SIGN_IN}`, LIMIT, `function protect(server) {\n  server.use(authenticate);\n  server.use(limit);\n}`, `const io = new Server(3000);\nprotect(io);\n${CHAT}`] },
  { name: 'socket.io, on another namespace', verdict: fails('uncovered'), imports: [IO, JWT], pieces: [TRACKER, USER, `${SIGN_IN}\n${LIMIT}`, `const io = new Server(3000);\nio.of('/admin').use(authenticate);\nio.of('/admin').use(limit);`, CHAT] },
  { name: 'socket.io, with nothing put on', verdict: fails('missing'), imports: [IO, JWT], pieces: [USER, SIGN_IN, `const io = new Server(3000);`, `io.use(authenticate);`, CHAT] },
  {
    name: 'socket.io, given to a class',
    verdict: enforced(3),
    imports: [IO, JWT],
    pieces: [
      TRACKER,
      `${USER}\n${SIGN_IN}`,
      LIMIT,
      `class Chat {\n  constructor(io) {\n    this.io = io;\n  }\n  start() {\n    this.io.on('connection', (socket) => this.welcome(socket));\n  }\n  welcome(socket) {\n    socket.emit('hello');\n  }\n}`,
      `const io = new Server(3000);\nio.use(authenticate);\nio.use(limit);\nnew Chat(io).start();`,
    ],
  },
];

const DECLARED = /^(?:async )?(?:function|class|const|let) (\w+)/gmu;
const SITE = ".on('connection'";

/** Neighbouring pieces put together into one to five files; each bit says whether there is a cut. */
const CUTS = [0b0000, 0b0100, 0b0011, 0b1010, 0b1101, 0b1111];
function cuts(pieces: readonly string[]): string[][] {
  return CUTS.map((cut) =>
    pieces.reduce<string[]>((files, piece, index) => {
      const isCut = index > 0 && Math.floor(cut / 2 ** (index - 1)) % 2 === 1;
      return isCut || files.length === 0 ? [...files, piece] : [...files.slice(0, -1), `${files.at(-1) ?? ''}\n${piece}`];
    }, []),
  );
}

/** Files that import from each other what they use. */
function filesOf({ imports }: Whole, texts: readonly string[]): Files {
  const declared = texts.map((text) => [...text.matchAll(DECLARED)].map(([, name = '']) => name));
  return Object.fromEntries(
    texts.map((text, own) => {
      const uses = (name: string): boolean => new RegExp(String.raw`(?<![.\w])${name}\b`, 'u').test(text);
      const external = imports.filter((line) => uses(/\w+(?= \}| from)/u.exec(line)?.[0] ?? ''));
      const internal = declared.flatMap((names, from) => (from === own ? [] : names.filter(uses).map((name) => `import { ${name} } from './part${from}.js';`)));
      const given = `export { ${declared[own]?.join(', ') ?? ''} };`;
      return [`part${own}.js`, [...external, ...internal, text, given].join('\n')];
    }),
  );
}

const FOR_SITES = /^(?:require-per-user|report)-connection-limit:/u;

describe.each(PROGRAMS)('$name', (whole) => {
  const all = cuts(whole.pieces).map((texts) => [texts.length, filesOf(whole, texts)] as const);

  it('has the same verdict however it is cut into files', () => {
    for (const [count, files] of all) {
      const site = Object.keys(files).find((path) => files[path]?.includes(SITE)) ?? '';
      const reports = withProgram(files, (program) => program.lint(site)).filter((report) => FOR_SITES.test(report));
      expect(reports, `${count} files:\n${Object.values(files).join('\n// ---\n')}`).toEqual([whole.verdict]);
    }
  });

  it('gives the same reports in whatever order its files are linted', () => {
    const [, files] = all.find(([count]) => count === whole.pieces.length) ?? [0, {}];
    const paths = Object.keys(files);
    const reported = (order: readonly string[]): Record<string, string[]> =>
      withProgram(files, (program) => Object.fromEntries(order.map((path) => [path, program.lint(path)])));
    const first = reported(paths);
    expect(Object.values(first).flat()).toContain(whole.verdict);
    expect(reported([...paths].reverse())).toEqual(first);
    expect(reported([...paths.slice(2), ...paths])).toEqual(first);
  });
});
