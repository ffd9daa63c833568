import { enforced, evicts, type Expected, type Example, example, fails, testExamples } from './examples.js';

const io = (name: string, expected: Expected, body: string, state = 'const counts = new Map();'): Example =>
  example(
    name,
    expected,
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const io = new Server(3000);
${state}

io.use(authenticate);
io.on('connection', async (socket) => {
  const { userId } = socket.data;
${body}
});
`,
  );

const release = `
  socket.on('disconnect', () => counts.set(userId, counts.get(userId) - 1));`;

export const examples = [
  io('increment, store, compare', enforced(3), `
  const n = (counts.get(userId) ?? 0) + 1;
  counts.set(userId, n);${release}
  if (n > 3) socket.disconnect(true);`),
  io('increment, compare, store', enforced(3), `
  const n = (counts.get(userId) ?? 0) + 1;
  if (n > 3) return socket.disconnect(true);
  counts.set(userId, n);${release}`),
  io('an answer that a promise is fulfilled with', enforced(3), `
  const isFull = await new Promise((resolve) => {
    resolve((counts.get(userId) ?? 0) >= 3);
  });
  if (isFull) return socket.disconnect(true);
  counts.set(userId, (counts.get(userId) ?? 0) + 1);${release}`),
  io('a key that a promise is fulfilled with', fails('perAddressOnly'), `
  const key = await new Promise((resolve) => resolve(socket.handshake.address));
  if ((counts.get(key) ?? 0) >= 3) return socket.disconnect(true);
  counts.set(key, (counts.get(key) ?? 0) + 1);
  socket.on('disconnect', () => counts.set(key, counts.get(key) - 1));`),
  io('increment, and compare one lower', enforced(2), `
  const n = (counts.get(userId) ?? 0) + 1;
  counts.set(userId, n);${release}
  if (n >= 3) socket.disconnect(true);`),
  io('store one more, read again', enforced(3), `
  counts.set(userId, (counts.get(userId) ?? 0) + 1);${release}
  if (counts.get(userId) > 3) socket.disconnect(true);`),
  io('++ in the condition, before', enforced(3), `
  counts[userId] ??= 0;
  socket.on('disconnect', () => { counts[userId]--; });
  if (++counts[userId] > 3) socket.disconnect(true);`, 'const counts = {};'),
  io('++ in the condition, behind', enforced(3), `
  counts[userId] ??= 0;
  socket.on('disconnect', () => { counts[userId]--; });
  if (counts[userId]++ >= 3) socket.disconnect(true);`, 'const counts = {};'),
  io('+= before it', enforced(3), `
  counts[userId] = counts[userId] || 0;
  counts[userId] += 1;
  socket.on('disconnect', () => { counts[userId] -= 1; });
  if (counts[userId] > 3) {
    socket.disconnect(true);
  }`, 'const counts = {};'),
  io('let, raised step by step', enforced(3), `
  let n = counts.get(userId);
  if (n === undefined) n = 0;
  n++;
  counts.set(userId, n);${release}
  if (n > 3) socket.disconnect(true);`),
  io('the number that push gives', enforced(3), `
  const mine = counts.get(userId) ?? [];
  counts.set(userId, mine);
  const n = mine.push(socket);
  socket.on('disconnect', () => mine.splice(mine.indexOf(socket), 1));
  if (n > 3) socket.disconnect(true);`),
  io('the size of the Set that add gives', enforced(3), `
  const mine = counts.get(userId) ?? new Set();
  counts.set(userId, mine);
  socket.on('disconnect', () => mine.delete(socket));
  if (mine.add(socket).size > 3) socket.disconnect(true);`),
  io('made with the new one in it, or added to', enforced(3), `
  const mine = counts.get(userId);
  if (mine) mine.add(socket);
  else counts.set(userId, new Set([socket]));
  socket.on('disconnect', () => counts.get(userId).delete(socket));
  if (counts.get(userId).size > 3) socket.disconnect(true);`),
  io('while there are too many', evicts(3), `
  const mine = counts.get(userId) ?? [];
  while (mine.length >= 3) mine.shift().disconnect(true);
  mine.push(socket);
  counts.set(userId, mine);
  socket.on('disconnect', () => counts.set(userId, mine.filter((s) => s !== socket)));`),
  io('while there are too many, the new one included', evicts(3), `
  const mine = counts.get(userId) ?? [];
  mine.push(socket);
  counts.set(userId, mine);
  while (mine.length > 3) {
    const oldest = mine.shift();
    oldest.disconnect(true);
  }`),
  io('what is over the limit is cut off', evicts(3), `
  const mine = [...(counts.get(userId) ?? []), socket];
  mine.slice(0, -3).forEach((old) => old.disconnect(true));
  counts.set(userId, mine.slice(-3));
  socket.on('disconnect', () => counts.set(userId, counts.get(userId).filter((s) => s !== socket)));`),
  io('a switch over the truth', enforced(3), `
  const n = counts.get(userId) ?? 0;
  switch (true) {
    case n >= 3:
      socket.disconnect(true);
      break;
    default:
      counts.set(userId, n + 1);${release.replaceAll('\n', '\n    ')}
  }`),
  io('a conditional expression', enforced(3), `
  const n = counts.get(userId) ?? 0;
  n >= 3 ? socket.disconnect(true) : counts.set(userId, n + 1);${release}`),
  io('&& as a statement', enforced(3), `
  const n = (counts.get(userId) ?? 0) + 1;
  counts.set(userId, n);${release}
  n > 3 && socket.disconnect(true);`),
  io('|| as a statement', enforced(3), `
  const n = (counts.get(userId) ?? 0) + 1;
  counts.set(userId, n);${release}
  n <= 3 || socket.disconnect(true);`),
  io('a name for the truth', enforced(3), `
  const n = counts.get(userId) ?? 0;
  const tooMany = n >= 3;
  counts.set(userId, n + 1);${release}
  if (tooMany) socket.disconnect(true);`),
  io('a flag that is set', enforced(3), `
  let refused = false;
  const n = counts.get(userId) ?? 0;
  if (n >= 3) refused = true;
  counts.set(userId, n + 1);${release}
  if (refused) socket.disconnect(true);`),
];

testExamples('the order of counting and adding', examples);
