import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Files of each server that is written. */
export const MODULES_PER_SERVER = 10;
const MOST_HOPS = 4;

export interface WrittenProgram {
  readonly root: string;
  /** Every file, with its text. */
  readonly files: ReadonlyMap<string, string>;
}

export type Language = 'js' | 'ts';

/** Writes servers of ten modules each, all with the same names of files, as the services of a company have them. */
export function writeServers(modules: number, language: Language = 'js'): WrittenProgram {
  const servers = Array.from({ length: modules / MODULES_PER_SERVER }, (_, number) => serverFiles(number));
  return write(Object.assign({}, ...servers) as Record<string, string>, language);
}

/** Writes one such server, and modules around it that have nothing to do with it. */
export function writeOneServer(modules: number, language: Language = 'js'): WrittenProgram {
  const others = modules - MODULES_PER_SERVER;
  const texts = Array.from({ length: others }, (_, number) => [`src/area${String(number % 20)}/part${String(number)}.js`, ordinaryModule(number, others)] as const);
  return write({ ...serverFiles(0), ...Object.fromEntries(texts) }, language);
}

/** Writes modules that name no websocket library and import each other. */
export function writeOthers(modules: number): WrittenProgram {
  const texts = Array.from({ length: modules }, (_, number) => [
    `src/part${String(number)}.js`,
    `import { load as next } from './part${String((number + 1) % modules)}.js';\n\nexport function load(id) {\n  return id > ${String(number)} ? next(id - 1) : { id, limit: ${String(number)} };\n}\n`,
  ]);
  return write(Object.fromEntries(texts) as Record<string, string>, 'js');
}

export function remove({ root }: WrittenProgram): void {
  rmSync(root, { recursive: true, force: true });
}

/** How many calls lie between a server's handler and the guard in its module `gate…`. */
function hopsOf(server: number): number {
  return (server % MOST_HOPS) + 1;
}

function write(texts: Readonly<Record<string, string>>, language: Language): WrittenProgram {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'bench-')));
  // An import says `.js` in TypeScript, too.
  const files = new Map(Object.entries(texts).map(([name, text]) => [path.join(root, name.replace(/js$/u, language)), text]));
  writeFileSync(path.join(root, 'package.json'), '{ "name": "company", "type": "module" }');
  if (language === 'ts') writeFileSync(path.join(root, 'tsconfig.json'), TSCONFIG);
  for (const [file, text] of files) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return { root, files };
}

/** About forty lines, like those of any application; every one different. */
function ordinaryModule(number: number, modules: number): string {
  const other = (step: number): string => String((number + step) % modules);
  const area = (step: number): string => `../area${String(((number + step) % modules) % 20)}/part${other(step)}.js`;
  const functions = Array.from({ length: 4 }, (_, index) => `
export async function load${String(number)}x${String(index)}(id, options = {}) {
  const { limit = ${String(index + 3)}, connection } = options;
  const rows = await connection.query('select * from table${String(index)} where id = ?', [id]);
  if (rows.length >= limit) {
    throw new Error('too many rows');
  }
  return rows.map((row) => ({ ...row, at: Date.now() }));
}
`);
  return `import { load${other(1)}x0 as next } from '${area(1)}';\nimport { load${other(7)}x1 as related } from '${area(7)}';\n${functions.join('')}\nexport const both = async (id) => [await next(id), await related(id)];\n`;
}

function serverFiles(server: number): Record<string, string> {
  const hops = hopsOf(server);
  const gates = Array.from({ length: MOST_HOPS }, (_, index) => index + 1).map((gate) => [`gate${String(gate)}.js`, gateText(gate, hops)]);
  const texts: Record<string, string> = {
    'server.js': SERVER,
    'auth.js': AUTH,
    'tokens.js': TOKENS,
    'chat.js': CHAT,
    'presence.js': presenceText(hops),
    'limits.js': `export const MAX_CONNECTIONS_PER_USER = ${String((server % 9) + 1)};\n`,
    ...(Object.fromEntries(gates) as Record<string, string>),
  };
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [`services/s${String(server)}/${name}`, text]));
}

/** Hands the question on; the last one on the way has the guard, and those behind it take messages. */
function gateText(gate: number, hops: number): string {
  const next = `./gate${String(gate + 1)}.js`;
  if (gate < hops) return `import { admit as ask } from '${next}';\n\nexport function admit(user, socket) {\n  return ask(user, socket);\n}\n`;
  return gate === hops ? GUARD : `export function admit(user, socket) {\n  socket.emit('seen', user, ${String(gate)});\n}\n`;
}

const TSCONFIG = '{ "compilerOptions": { "target": "es2023", "module": "nodenext", "noEmit": true, "types": [] }, "include": ["**/*.ts"] }';
const SERVER = `import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { authenticate } from './auth.js';
import { chat } from './chat.js';
import { presence } from './presence.js';

const httpServer = createServer();
const io = new Server(httpServer);

io.use(authenticate);
chat(io);
presence(io);
httpServer.listen(3000);
`;
const AUTH = `import { verifyToken } from './tokens.js';

export async function authenticate(socket, next) {
  try {
    const user = await verifyToken(socket.handshake.auth.token);
    socket.data.userId = user.sub;
    next();
  } catch (error) {
    next(error);
  }
}
`;
const TOKENS = `import jwt from 'jsonwebtoken';

export async function verifyToken(token) {
  return jwt.verify(token, process.env.SECRET);
}
`;
const CHAT = `import { admit } from './gate1.js';

export function chat(io) {
  io.on('connection', (socket) => {
    if (!admit(socket.data.userId, socket)) {
      socket.disconnect(true);
      return;
    }
    socket.on('message', (text) => io.emit('message', socket.data.userId, text));
  });
}
`;
const GUARD = `import { MAX_CONNECTIONS_PER_USER } from './limits.js';

const connections = new Map();

export function admit(user, socket) {
  const own = connections.get(user) ?? new Set();
  if (own.size >= MAX_CONNECTIONS_PER_USER) return false;
  connections.set(user, own.add(socket));
  socket.on('disconnect', () => {
    own.delete(socket);
    if (own.size === 0) connections.delete(user);
  });
  return true;
}
`;

function presenceText(hops: number): string {
  const behind = Array.from({ length: MOST_HOPS - hops }, (_, index) => String(hops + index + 1));
  const imports = behind.map((gate) => `import { admit as see${gate} } from './gate${gate}.js';\n`);
  const calls = behind.map((gate) => `    see${gate}(socket.data.userId, socket);\n`);
  return `${imports.join('')}
export function presence(io) {
  io.on('connection', (socket) => {
${calls.join('')}    socket.on('where', () => socket.emit('here', socket.data.userId));
  });
}
`;
}
