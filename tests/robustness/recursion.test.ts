import { describe, expect, it } from 'vitest';
import { lint } from './lint.js';

const head = `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const io = new Server(3000);
const open = new Map();
io.use(authenticate);
`;

const times = (count: number, line: (index: number) => string): string => Array.from({ length: count }, (_, index) => line(index)).join('\n');

/** Programs whose functions and values lead back to themselves; what they limit is nothing, or 3. */
const programs: readonly (readonly [string, string, string])[] = [
  ['a function that calls itself twice', 'missing', `const hit = (node) => node && (node.hit || hit(node.left) || hit(node.right));
io.use((socket, next) => (hit(socket.handshake.auth) ? next(new Error('x')) : next()));`],
  ['a function that calls itself four times', 'missing', `function visit(node) {
  switch (node.type) {
    case 'and':
      return visit(node.left) && visit(node.right);
    case 'or':
      return visit(node.left) || visit(node.right);
  }
  return false;
}
io.use((socket, next) => {
  if (visit(socket.handshake.auth)) return next(new Error('x'));
  next();
});`],
  ['a function that calls itself forty times', 'missing', `function visit(node) {
  switch (node.type) {
${times(20, (index) => `    case ${String(index)}:\n      return visit(node.a${String(index)}) || visit(node.b${String(index)});`)}
  }
  return false;
}
io.use((socket, next) => {
  if (visit(socket.handshake.auth)) return next(new Error('x'));
  next();
});`],
  ['two functions that call each other', 'missing', `const even = (n) => (n === 0 ? true : odd(n - 1));
const odd = (n) => (n === 0 ? false : even(n - 1));
io.use((socket, next) => (even(socket.handshake.auth.n) ? next() : next(new Error('x'))));`],
  ['functions that call the next one three times each', 'missing', `${times(12, (index) => `const f${String(index)} = (x) => f${String(index + 1)}(x) || (f${String(index + 1)}(x) && !f${String(index + 1)}(x));`)}
const f12 = (x) => x.bad;
io.use((socket, next) => (f0(socket.handshake.auth) ? next(new Error('x')) : next()));`],
  ['properties that are set from each other', 'missing', `io.use((socket, next) => {
${times(60, (index) => `  socket.data.x${String(index)} = socket.data.x${String((index * 7 + 1) % 60)} || socket.data.x${String((index * 13 + 5) % 60)};`)}
  if (socket.data.x0 > socket.data.x1) return next(new Error('x'));
  next();
});`],
  ['many handlers that share their helpers', 'missing', `${times(150, (index) => `function h${String(index)}(socket, value) {
  const rooms = open.get(value) ?? new Set();
  if (rooms.size > ${String(index)}) h${String((index + 7) % 150)}(socket, h${String((index + 1) % 150)}(socket, value));
  return rooms;
}`)}
io.on('connection', (socket) => {
${times(150, (index) => `  socket.on('e${String(index)}', (value) => h${String(index)}(socket, value));`)}
});`],
  ['a guard beside a function that calls itself', 'enforced', `function depth(node) {
  return node ? 1 + Math.max(depth(node.left), depth(node.right)) : 0;
}
io.use((socket, next) => {
  if (depth(socket.handshake.auth.tree) > 10) return next(new Error('deep'));
  const mine = open.get(socket.data.userId) ?? new Set();
  if (mine.size >= 3) return next(new Error('limit'));
  open.set(socket.data.userId, mine.add(socket));
  socket.conn.once('close', () => {
    mine.delete(socket);
    if (mine.size === 0) open.delete(socket.data.userId);
  });
  next();
});`],
];

describe('code that leads back to itself', () => {
  it.each(programs)('%s', (_name, verdict, program) => {
    const start = performance.now();
    const reports = lint(`${head}${program}\nio.on('connection', (socket) => socket.emit('hello'));\n`, 'server.js');
    expect(reports?.map(({ messageId }) => messageId)).toEqual([verdict]);
    // Generous for a busy machine; what is wrong here takes minutes.
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
