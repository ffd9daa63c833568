/** How the open connections are kept: `T` is the tracker, `K` the key, `C` the connection. */
interface Tracker {
  readonly name: string;
  readonly state: string;
  readonly count: string;
  readonly add: string;
  readonly remove: string;
}

export const TRACKERS: readonly Tracker[] = [
  { name: 'Map of Sets', state: 'new Map()', count: '(T.get(K)?.size ?? 0)', add: 'T.set(K, (T.get(K) ?? new Set()).add(C));', remove: 'T.get(K)?.delete(C);' },
  { name: 'Map of Sets made first', state: 'new Map()', count: '(T.get(K)?.size ?? 0)', add: 'if (!T.has(K)) T.set(K, new Set());\nT.get(K).add(C);', remove: 'T.get(K).delete(C);\nif (T.get(K).size === 0) T.delete(K);' },
  { name: 'Map of numbers', state: 'new Map()', count: '(T.get(K) ?? 0)', add: 'T.set(K, (T.get(K) ?? 0) + 1);', remove: 'T.set(K, T.get(K) - 1);' },
  { name: 'object of numbers', state: '{}', count: '(T[K] || 0)', add: 'T[K] = (T[K] || 0) + 1;', remove: 'T[K]--;' },
  { name: 'object of numbers made first', state: '{}', count: '(T[K] || 0)', add: 'if (!T[K]) T[K] = 0;\nT[K]++;', remove: 'T[K] -= 1;\nif (T[K] === 0) delete T[K];' },
  { name: 'object of lists', state: '{}', count: '(T[K] ?? []).length', add: 'T[K] = [...(T[K] ?? []), C];', remove: 'T[K] = T[K].filter((other) => other !== C);' },
  { name: 'object of lists made first', state: '{}', count: '(T[K]?.length ?? 0)', add: '(T[K] ??= []).push(C);', remove: 'T[K].splice(T[K].indexOf(C), 1);' },
  { name: 'Map of lists', state: 'new Map()', count: '(T.get(K) || []).length', add: 'const list = T.get(K) || [];\nlist.push(C);\nT.set(K, list);', remove: 'T.set(K, T.get(K).filter((other) => other !== C));' },
  { name: 'Map of records', state: 'new Map()', count: '(T.get(K)?.sockets.size ?? 0)', add: 'const record = T.get(K) ?? { sockets: new Set() };\nrecord.sockets.add(C);\nT.set(K, record);', remove: 'T.get(K)?.sockets.delete(C);' },
  { name: 'Map of counts in records', state: 'new Map()', count: '(T.get(K)?.count ?? 0)', add: 'const record = T.get(K) ?? { count: 0 };\nrecord.count += 1;\nT.set(K, record);', remove: 'const record = T.get(K);\nif (record) record.count -= 1;' },
  { name: 'list that is scanned', state: '[]', count: 'T.filter((entry) => entry.owner === K).length', add: 'T.push({ owner: K, conn: C });', remove: 'T.splice(T.findIndex((entry) => entry.conn === C), 1);' },
  { name: 'Map that is scanned', state: 'new Map()', count: '[...T.values()].filter((owner) => owner === K).length', add: 'T.set(C, K);', remove: 'T.delete(C);' },
  { name: 'Set that is scanned', state: 'new Set()', count: 'Array.from(T).filter(({ owner }) => owner === K).length', add: 'T.add({ owner: K, conn: C });', remove: 'for (const entry of T) if (entry.conn === C) T.delete(entry);' },
  { name: 'list that is summed', state: '[]', count: 'T.reduce((sum, entry) => sum + (entry.owner === K ? 1 : 0), 0)', add: 'T.push({ owner: K, conn: C });', remove: 'T.splice(T.findIndex((entry) => entry.conn === C), 1);' },
];

/** Where the tracker and what is done with it are written. */
interface Structure {
  readonly name: string;
  readonly before: (tracker: Tracker) => string;
  readonly count: (tracker: Tracker) => string;
  readonly add: (tracker: Tracker) => string;
  readonly remove: (tracker: Tracker) => string;
}

function filled(text: string, tracker: string, key: string, connection: string): string {
  return text.replaceAll(/\bT\b/gu, tracker).replaceAll(/\bK\b/gu, key).replaceAll(/\bC\b/gu, connection);
}

function functions({ count, add, remove }: Tracker, tracker: string, before = '', after = ''): string {
  const body = (text: string): string => filled(text, tracker, 'key', 'value');
  return [`${before}count(key) {\nreturn ${body(count)};\n}`, `${before}enter(key, value) {\n${body(add)}\n}`, `${before}leave(key, value) {\n${body(remove)}\n}`].join(`${after}\n`);
}

function called(owner: string): Pick<Structure, 'count' | 'add' | 'remove'> {
  return { count: () => `${owner}count(user)`, add: () => `${owner}enter(user, conn);`, remove: () => `${owner}leave(user, conn);` };
}

export const STRUCTURES: readonly Structure[] = [
  {
    name: 'inline',
    before: ({ state }) => `const open = ${state};`,
    count: ({ count }) => filled(count, 'open', 'user', 'conn'),
    add: ({ add }) => filled(add, 'open', 'user', 'conn'),
    remove: ({ remove }) => filled(remove, 'open', 'user', 'conn'),
  },
  { name: 'functions', before: (tracker) => `const open = ${tracker.state};\n${functions(tracker, 'open', 'function ')}`, ...called('') },
  { name: 'class', before: (tracker) => `class Book {\nopen = ${tracker.state};\n${functions(tracker, 'this.open')}\n}\nconst book = new Book();`, ...called('book.') },
  { name: 'constructor', before: (tracker) => `class Book {\nconstructor() {\nthis.open = ${tracker.state};\n}\n${functions(tracker, 'this.open')}\n}\nconst book = new Book();`, ...called('book.') },
  { name: 'private field', before: (tracker) => `class Book {\n#open = ${tracker.state};\n${functions(tracker, 'this.#open')}\n}\nconst book = new Book();`, ...called('book.') },
  { name: 'static members', before: (tracker) => `class Book {\nstatic open = ${tracker.state};\n${functions(tracker, 'Book.open', 'static ')}\n}`, ...called('Book.') },
  { name: 'object', before: (tracker) => `const book = {\nopen: ${tracker.state},\n${functions(tracker, 'this.open', '', ',')}\n};`, ...called('book.') },
  { name: 'factory', before: (tracker) => `function createBook() {\nconst open = ${tracker.state};\n${functions(tracker, 'open', 'function ')}\nreturn { count, enter, leave };\n}\nconst book = createBook();`, ...called('book.') },
  { name: 'factory of methods', before: (tracker) => `const createBook = () => {\nconst open = ${tracker.state};\nreturn {\n${functions(tracker, 'open', '', ',')}\n};\n};\nconst { count, enter, leave } = createBook();`, ...called('') },
];

interface Decision {
  readonly name: string;
  readonly code: (count: string, add: string, refuse: string, accept: string) => string;
}

export const DECISIONS: readonly Decision[] = [
  { name: 'check, add', code: (count, add, refuse, accept) => `if (${count} >= 3) {\n${refuse}\nreturn;\n}\n${add}\n${accept}` },
  { name: 'add, check', code: (count, add, refuse, accept) => `${add}\nif (${count} > 3) {\n${refuse}\nreturn;\n}\n${accept}` },
  { name: 'add, else refuse', code: (count, add, refuse, accept) => `if (${count} < 3) {\n${add}\n${accept}\n} else {\n${refuse}\n}` },
  { name: 'a named truth', code: (count, add, refuse, accept) => `const isFull = ${count} >= 3;\nif (isFull) {\n${refuse}\nreturn;\n}\n${add}\n${accept}` },
  { name: 'a named number', code: (count, add, refuse, accept) => `const already = ${count};\nif (already >= 3) {\n${refuse}\nreturn;\n}\n${add}\n${accept}` },
  { name: 'one more', code: (count, add, refuse, accept) => `if (${count} + 1 > 3) {\n${refuse}\nreturn;\n}\n${add}\n${accept}` },
  { name: 'a closure', code: (count, add, refuse, accept) => `const admit = () => {\nif (${count} >= 3) return false;\n${add}\nreturn true;\n};\nif (!admit()) {\n${refuse}\nreturn;\n}\n${accept}` },
  { name: 'an object', code: (count, add, refuse, accept) => `const admit = () => {\nif (${count} >= 3) return { ok: false, reason: 'limit' };\n${add}\nreturn { ok: true };\n};\nconst { ok } = admit();\nif (!ok) {\n${refuse}\nreturn;\n}\n${accept}` },
  { name: 'an error', code: (count, add, refuse, accept) => `const admit = () => {\nif (${count} >= 3) throw new Error('limit');\n${add}\n};\ntry {\nadmit();\n} catch {\n${refuse}\nreturn;\n}\n${accept}` },
];

/** Where a connection comes in as `conn`; `idle` is said instead of a refusal. */
interface Place {
  readonly name: string;
  readonly request: string;
  readonly refuse: string;
  readonly idle: string;
  readonly accept: string;
  readonly end: string;
  readonly program: (body: string) => string;
}

const ACCEPT = "wss.handleUpgrade(req, conn, head, (ws) => wss.emit('connection', ws, req));";

export const PLACES: readonly Place[] = [
  {
    name: 'io.use',
    request: 'conn.request',
    refuse: "next(new Error('limit'));",
    idle: "console.warn('limit');\nnext();",
    accept: 'next();',
    end: "conn.conn.once('close'",
    program: (body) => `const io = new Server(3000);\nio.use((conn, next) => {\n${body}\n});\nio.on('connection', (socket) => socket.emit('hi'));`,
  },
  {
    name: 'io.on',
    request: 'conn.request',
    refuse: 'conn.disconnect(true);',
    idle: "conn.emit('limit');",
    accept: "conn.emit('hi');",
    end: "conn.on('disconnect'",
    program: (body) => `const io = new Server(3000);\nio.on('connection', (conn) => {\n${body}\n});`,
  },
  {
    name: 'wss.on',
    request: 'req',
    refuse: 'conn.close(1013);',
    idle: "conn.send('limit');",
    accept: "conn.send('hi');",
    end: "conn.on('close'",
    program: (body) => `const wss = new WebSocketServer({ port: 80 });\nwss.on('connection', (conn, req) => {\n${body}\n});`,
  },
  {
    name: 'upgrade',
    request: 'req',
    refuse: 'conn.destroy();',
    idle: `console.warn('limit');\n${ACCEPT}`,
    accept: ACCEPT,
    end: "conn.once('close'",
    program: (body) => `const server = createServer();\nconst wss = new WebSocketServer({ noServer: true });\nserver.on('upgrade', (req, conn, head) => {\n${body}\n});\nwss.on('connection', (ws) => ws.send('hi'));`,
  },
];

export const IMPORTS = `
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { WebSocketServer } from 'ws';
import { lookup, who } from './accounts.js';
import { verify } from './token.js';
`.trimStart();
