import { enforced, type Example, type Expected, example, fails, idle, outOfRange, testExamples } from './examples.js';

const LIMIT = 'MAX_CONNECTIONS_PER_USER';

const ws = (name: string, expected: Expected | readonly Expected[], body: string, handler: string): Example =>
  example(
    name,
    expected,
    `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const ${LIMIT} = 5;
const wss = new WebSocketServer({ port: 8080 });
const open = new Map();
${body}

wss.on('connection', (ws, req) => {
  const { sub } = verify(req.headers.authorization);
${handler}
});
`,
  );

const track = `
  open.set(sub, (open.get(sub) ?? 0) + 1);
  ws.on('close', () => open.set(sub, open.get(sub) - 1));`;

const REGISTRY = `class Registry {
  counts = new Map();
  enter(id) {
    this.counts.set(id, (this.counts.get(id) ?? 0) + 1);
  }
  leave(id) {
    this.counts.set(id, this.counts.get(id) - 1);
  }
  isFull(id) {
    return (this.counts.get(id) ?? 0) >= ${LIMIT};
  }
}`;
const ENTERING = `
  registry.enter(sub);
  ws.on('close', () => registry.leave(sub));`;

export const examples = [
  ws('a limiter that nobody calls', [fails('configuredOnly', undefined, LIMIT), idle('unusedGuard', 'function hasRoom', 'hasRoom')], `
function hasRoom(id) {
  return (open.get(id) ?? 0) < ${LIMIT};
}`, track),
  ws('a limiter in a variable that nobody calls', [fails('configuredOnly', undefined, LIMIT), idle('unusedGuard', 'const isFull', 'isFull')], `
const isFull = (id) => (open.get(id) ?? 0) >= ${LIMIT};`, track),
  ws('a limiter that closes and that nobody calls', [fails('configuredOnly', undefined, LIMIT), idle('unusedGuard', 'function enforce', 'enforce')], `
function enforce(ws, id) {
  if ((open.get(id) ?? 0) >= ${LIMIT}) ws.close(1013);
}`, track),
  ws('a limiter that is called', enforced(5), `
function hasRoom(id) {
  return (open.get(id) ?? 0) < ${LIMIT};
}`, `
  if (!hasRoom(sub)) return ws.close(1013);${track}`),
  ws('a method that nobody calls', [fails('configuredOnly', undefined, LIMIT), idle('unusedGuard', 'isFull(id)', 'isFull')], `${REGISTRY}
const registry = new Registry();`, ENTERING),
  ws('a method that nobody calls, beside a result that is exported', [fails('configuredOnly', undefined, LIMIT), idle('unusedGuard', 'isFull(id)', 'isFull')], `${REGISTRY}
const registry = new Registry();
export const started = Date.now();`, ENTERING),
  ws('a method of an instance that is exported: code out of reach may call it', [fails('configuredOnly', undefined, LIMIT), idle('readNotEnforced', `const ${LIMIT}`)], `${REGISTRY}
export const registry = new Registry();`, ENTERING),
  ws('a method of a class that is exported', [fails('configuredOnly', undefined, LIMIT), idle('readNotEnforced', `const ${LIMIT}`)], `export ${REGISTRY}
const registry = new Registry();`, ENTERING),
  ws('a function in an object that is exported', [fails('configuredOnly', undefined, LIMIT), idle('readNotEnforced', `const ${LIMIT}`)], `
function hasRoom(id) {
  return (open.get(id) ?? 0) < ${LIMIT};
}
export const limits = { hasRoom };`, track),
  ws('a limiter that nobody calls, and another function of its name', [fails('configuredOnly', undefined, LIMIT), idle('unusedGuard', 'function hasRoom(id)', 'hasRoom')], `
function table(names) {
  function hasRoom(name) {
    return name.length < 3;
  }
  return names.filter(hasRoom);
}
table([]);
function hasRoom(id) {
  return (open.get(id) ?? 0) < ${LIMIT};
}`, track),
  ws('a function that asks whether there is anybody is no limiter', [fails('configuredOnly', undefined, LIMIT), idle('neverRead', `const ${LIMIT}`)], `
function isThere(id) {
  return (open.get(id) ?? 0) > 0;
}`, track),
  ws('a count of addresses: the site is told, the constant is not', fails('perAddressOnly'), '', `
  const host = req.socket.remoteAddress;
  if ((open.get(host) ?? 0) >= ${LIMIT}) return ws.close(1013);
  open.set(host, (open.get(host) ?? 0) + 1);
  ws.on('close', () => open.set(host, open.get(host) - 1));`),
  ws('a count of all: the site is told, the constant is not', fails('globalOnly'), '', `
  if (wss.clients.size > ${LIMIT}) return ws.close(1013);
  ws.send(sub);`),
  ws('without an effect: the site is told, the constant is not', fails('notRejected'), '', `
  if ((open.get(sub) ?? 0) >= ${LIMIT}) console.warn('too many');${track}`),
  ws('another number is enforced', [enforced(3), idle('neverRead', `const ${LIMIT}`)], '', `
  if ((open.get(sub) ?? 0) >= 3) return ws.close(1013);${track}`),
  ws('the constant is enforced and told', enforced(5), '', `
  if ((open.get(sub) ?? 0) >= ${LIMIT}) {
    ws.close(1013, \`at most \${${LIMIT}} connections\`);
    return;
  }${track}`),
  ws('the constant is one of two that are enforced', enforced('5 or 8'), `
const MAX_CONNECTIONS_PREMIUM = 8;`, `
  const most = req.headers['x-plan'] === 'premium' ? MAX_CONNECTIONS_PREMIUM : ${LIMIT};
  if ((open.get(sub) ?? 0) >= most) return ws.close(1013);${track}`),
  ws('the constant goes through arithmetic', [enforced(15), { ...outOfRange('tooHigh') }], '', `
  if ((open.get(sub) ?? 0) >= ${LIMIT} * 3) return ws.close(1013);${track}`),
  ws('a limiter of a library that is imported and not used on the way', fails('configuredOnly', undefined, LIMIT), `
import { checkLimit } from './limits.js';
export const check = (id) => checkLimit(id, ${LIMIT});`, track),
];

testExamples('limiters and their constants', examples);
