import { enforced, type Expected, type Example, example, fails, testExamples } from './examples.js';

const state = `
const open = new Map();
const full = (id) => (open.get(id)?.size ?? 0) >= 3;
function enter(id, ws) {
  const mine = open.get(id) ?? new Set();
  open.set(id, mine.add(ws));
  ws.on('close', () => mine.delete(ws));
}`;

const on = (name: string, expected: Expected, body: string, helpers = ''): Example =>
  example(
    name,
    expected,
    `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';
${state}
${helpers}

const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', (ws, req) => {
  const { id } = verify(req.headers.authorization);
${body}
  enter(id, ws);
});
`,
  );

const verifyClient = (name: string, expected: Expected, option: string, helpers = ''): Example =>
  example(
    name,
    expected,
    `
const { WebSocketServer } = require('ws');
const { verify, verifyLater } = require('./token');
${state}
${helpers}

const wss = new WebSocketServer({
  port: 8080,
  ${option},
});
wss.on('connection', (ws, req) => {
  enter(req.user.id, ws);
});
`,
  );

export const examples = [
  on('close', enforced(3), `
  if (full(id)) return ws.close();`),
  on('close with a code and a reason', enforced(3), `
  if (full(id)) {
    ws.close(1008, 'Too many connections');
    return;
  }`),
  on('terminate', enforced(3), `
  if (full(id)) return ws.terminate();`),
  on('close, and terminate a moment later', enforced(3), `
  if (full(id)) {
    ws.close(4429);
    setTimeout(() => ws.terminate(), 1000).unref();
    return;
  }`),
  on('a message first, then close', enforced(3), `
  if (full(id)) {
    ws.send('{"error":"limit"}', () => ws.close(1013));
    return;
  }`),
  on('a moment later', enforced(3), `
  if (full(id)) {
    setImmediate(() => ws.close(1013));
    return;
  }`),
  on('a helper closes', enforced(3), `
  if (full(id)) return refuse(ws, 1013);`, 'const refuse = (client, code) => client.close(code);'),
  on('a helper with the code first', enforced(3), `
  if (full(id)) return bye(1013, ws);`, 'const bye = (code, { socket }) => socket.close(code);'.replace('{ socket }', 'socket')),
  on('a helper that looks and closes', enforced(3), `
  if (guard(ws, id)) return;`, 'function guard(ws, id) {\n  if (full(id)) {\n    ws.close(1013);\n    return true;\n  }\n  return false;\n}'),
  on('a helper that throws, and a catch that closes', enforced(3), `
  try {
    assertRoom(id);
  } catch {
    ws.close(1013);
    return;
  }`, 'function assertRoom(id) {\n  if (full(id)) throw new RangeError("limit");\n}'),
  on('no return, and the connection goes on to be counted', enforced(3), `
  if (full(id)) ws.close(1013);`),
  on('only the listeners are left out', fails('notRejected'), `
  if (full(id)) {
    ws.send('limit');
    return;
  }`),
  on('only paused', fails('notRejected'), `
  if (full(id)) {
    ws.pause();
    return;
  }`),
  on('a wrong name for the method', fails('notRejected'), `
  if (full(id)) {
    ws.disconnect(true);
    return;
  }`),
  verifyClient('verifyClient gives the truth', enforced(3), `verifyClient: ({ req }) => {
    req.user = verify(req.headers.authorization);
    return !full(req.user.id);
  }`),
  verifyClient('verifyClient gives false', enforced(3), `verifyClient(info) {
    info.req.user = verify(info.req.headers.authorization);
    if (full(info.req.user.id)) return false;
    return true;
  }`),
  verifyClient('verifyClient calls back with false', enforced(3), `verifyClient: (info, cb) => {
    info.req.user = verify(info.req.headers.authorization);
    if (full(info.req.user.id)) {
      cb(false, 429, 'Too Many Requests', { 'Retry-After': '30' });
      return;
    }
    cb(true);
  }`),
  verifyClient('verifyClient calls back with the truth', enforced(3), `verifyClient: (info, cb) => {
    info.req.user = verify(info.req.headers.authorization);
    cb(!full(info.req.user.id), 429);
  }`),
  verifyClient('verifyClient calls back later', enforced(3), `verifyClient: async ({ req }, cb) => {
    req.user = await verifyLater(req);
    cb(!full(req.user.id));
  }`),
  verifyClient('verifyClient that is a function of its own', enforced(3), 'verifyClient: onVerify', `function onVerify(info, cb) {
  verifyLater(info.req).then((user) => {
    info.req.user = user;
    const ok = !full(user.id);
    cb(ok, ok ? 200 : 429);
  });
}`),
  verifyClient('an async verifyClient gives a promise', fails('notRejected'), `async verifyClient(info) {
    info.req.user = await verifyLater(info.req);
    return !full(info.req.user.id);
  }`),
  verifyClient('with a callback, the result is no answer', fails('notRejected'), `verifyClient: (info, cb) => {
    info.req.user = verify(info.req.headers.authorization);
    cb(true);
    return !full(info.req.user.id);
  }`),
];

testExamples('ways to refuse a connection of ws', examples);
