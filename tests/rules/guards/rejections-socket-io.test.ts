import { enforced, type Expected, type Example, example, fails, testExamples } from './examples.js';

const state = `
const open = new Map();
const full = (id) => (open.get(id)?.size ?? 0) >= 3;
function enter(id, socket) {
  const mine = open.get(id) ?? new Set();
  open.set(id, mine.add(socket));
  socket.conn.once('close', () => mine.delete(socket));
}`;

/** What a middleware does where `full(id)` holds. */
const use = (name: string, expected: Expected, body: string, helpers = ''): Example =>
  example(
    name,
    expected,
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';
${helpers}
${state}

const io = new Server(3000);
io.use(authenticate);
io.use(async (socket, next) => {
  const id = socket.data.userId;
${body}
});
io.on('connection', (socket) => socket.emit('hello'));
`,
  );

/** What a connection handler does there. */
const on = (name: string, expected: Expected, body: string, helpers = ''): Example =>
  example(
    name,
    expected,
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';
${helpers}
${state}

const io = new Server(3000);
io.use(authenticate);
io.on('connection', (socket) => {
  const id = socket.data.userId;
${body}
  enter(id, socket);
});
`,
  );

export const examples = [
  use('next with an error', enforced(3), `
  if (full(id)) return next(new Error('limit'));
  enter(id, socket);
  next();`),
  use('an error that is built first', enforced(3), `
  let error;
  if (full(id)) {
    error = new Error('limit');
    error.data = { code: 'LIMIT', retryAfter: 30 };
  } else {
    enter(id, socket);
  }
  next(error);`),
  use('an error of a class of its own', enforced(3), `
  if (full(id)) {
    next(new LimitError(id));
  } else {
    enter(id, socket);
    next();
  }`, 'class LimitError extends Error {\n  constructor(id) {\n    super(`too many: ${id}`);\n    this.data = { id };\n  }\n}'),
  use('an error that a helper makes', enforced(3), `
  const problem = check(id);
  if (!problem) enter(id, socket);
  next(problem);`, 'function check(id) {\n  if (full(id)) return new Error("limit");\n  return undefined;\n}'),
  use('an error or nothing, in one expression', enforced(3), `
  next(full(id) ? new Error('limit') : enter(id, socket));`),
  use('an error that is thrown and handed on', enforced(3), `
  try {
    if (full(id)) throw new Error('limit');
    enter(id, socket);
    next();
  } catch (error) {
    next(error);
  }`),
  use('an error that a helper throws', enforced(3), `
  try {
    admit(id);
    enter(id, socket);
    next();
  } catch (error) {
    next(error instanceof Error ? error : new Error('unknown'));
  }`, 'function admit(id) {\n  if (full(id)) throw new Error("limit");\n}'),
  use('an error that an async helper throws', enforced(3), `
  try {
    await admit(id);
    enter(id, socket);
  } catch (error) {
    return next(error);
  }
  return next();`, 'async function admit(id) {\n  if (full(id)) throw new Error("limit");\n}'),
  use('a promise that is rejected', enforced(3), `
  admit(id)
    .then(() => enter(id, socket))
    .then(() => next())
    .catch(next);`, 'const admit = async (id) => {\n  if (full(id)) throw new Error("limit");\n};'),
  use('a promise that is rejected, with both handlers', enforced(3), `
  admit(id).then(() => { enter(id, socket); next(); }, next);`, 'const admit = (id) => full(id) ? Promise.reject(new Error("limit")) : Promise.resolve();'),
  use('a promise of a truth', enforced(3), `
  mayEnter(id).then((may) => {
    if (!may) return next(new Error('limit'));
    enter(id, socket);
    next();
  });`, 'const mayEnter = async (id) => !full(id);'),
  use('a callback of a helper', enforced(3), `
  admit(id, (error) => {
    if (error) return next(error);
    enter(id, socket);
    next();
  });`, 'function admit(id, done) {\n  if (full(id)) return done(new Error("limit"));\n  done(null);\n}'),
  use('the transport is closed', enforced(3), `
  if (full(id)) {
    socket.conn.close();
    return;
  }
  enter(id, socket);
  next();`),
  on('disconnect(true)', enforced(3), `
  if (full(id)) {
    socket.emit('limit', { most: 3 });
    socket.disconnect(true);
    return;
  }`),
  on('disconnect()', enforced(3), `
  if (full(id)) return socket.disconnect();`),
  on('the transport of a socket is closed', enforced(3), `
  if (full(id)) return void socket.conn.close();`),
  on('a moment later', enforced(3), `
  if (full(id)) {
    process.nextTick(() => socket.disconnect(true));
    return;
  }`),
  on('a helper disconnects', enforced(3), `
  if (full(id)) return refuse(socket, 'limit');`, "function refuse(socket, reason) {\n  socket.emit('refused', { reason });\n  socket.disconnect(true);\n}"),
  on('a helper looks and disconnects', enforced(3), `
  if (refused(socket, id)) return;`, 'function refused(socket, id) {\n  if (!full(id)) return false;\n  socket.disconnect(true);\n  return true;\n}'),
  on('a helper that tells the client, and no more', fails('notRejected'), `
  if (full(id)) return refuse(socket, 'limit');`, "function refuse(socket, reason) {\n  socket.emit('refused', { reason });\n}"),
  use('an error that is made and not handed on', fails('notRejected'), `
  if (full(id)) console.error(new Error('limit'));
  enter(id, socket);
  next();`),
  use('a promise whose rejection is swallowed', fails('notRejected'), `
  await admit(id).catch(() => {});
  enter(id, socket);
  next();`, 'const admit = async (id) => {\n  if (full(id)) throw new Error("limit");\n};'),
  use('a result that nobody waits for', fails('notRejected'), `
  if (!mayEnter(id)) return next(new Error('limit'));
  enter(id, socket);
  next();`, 'const mayEnter = async (id) => !full(id);'),
];

testExamples('ways to refuse a socket of Socket.IO', examples);
