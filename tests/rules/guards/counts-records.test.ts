import { enforced, example, fails, testExamples } from './examples.js';

const io = (body: string, state: string): string => `
const { Server } = require('socket.io');
const { authenticate } = require('./auth');

${state}
const io = new Server(3000);

io.use(authenticate);
io.on('connection', (socket) => {
  const id = socket.data.userId;
${body}
});
`;

export const examples = [
  example('a number in an object', enforced(2), io(`
  if (!open[id]) open[id] = 0;
  if (open[id] >= 2) return socket.disconnect(true);
  open[id]++;
  socket.on('disconnect', () => { open[id]--; });`, 'const open = {};')),
  example('a number in an object without a prototype', enforced(2), io(`
  const n = open[id] ?? 0;
  if (n >= 2) return socket.disconnect(true);
  open[id] = n + 1;
  socket.on('disconnect', () => { open[id] -= 1; });`, 'const open = Object.create(null);')),
  example('an array in an object', enforced(2), io(`
  open[id] = open[id] || [];
  if (open[id].length >= 2) return socket.disconnect(true);
  open[id].push(socket.id);
  socket.on('disconnect', () => { open[id] = open[id].filter((x) => x !== socket.id); });`, 'const open = {};')),
  example('an array in an object, with ??=', enforced(2), io(`
  const mine = (open[id] ??= []);
  if (mine.length >= 2) return socket.disconnect(true);
  mine.push(socket);
  socket.on('disconnect', () => mine.splice(mine.indexOf(socket), 1));`, 'const open = {};')),
  example('an object in an object, by its keys', enforced(2), io(`
  open[id] = open[id] || {};
  if (Object.keys(open[id]).length >= 2) return socket.disconnect(true);
  open[id][socket.id] = socket;
  socket.on('disconnect', () => { delete open[id][socket.id]; });`, 'const open = {};')),
  example('an object in an object, by its values', enforced(2), io(`
  open[id] ||= {};
  const mine = Object.values(open[id]);
  if (mine.length >= 2) return socket.disconnect(true);
  open[id][socket.id] = { at: Date.now() };
  socket.on('disconnect', () => { delete open[id][socket.id]; });`, 'const open = {};')),
  example('two levels of state', enforced(2), io(`
  const entry = state.users[id] ?? (state.users[id] = { name: id, sockets: [] });
  if (entry.sockets.length >= 2) return socket.disconnect(true);
  entry.sockets.push(socket);
  socket.on('disconnect', () => { entry.sockets = entry.sockets.filter((s) => s !== socket); });`, 'const state = { users: {}, rooms: {} };')),
  example('hasOwnProperty before it', enforced(2), io(`
  if (!Object.prototype.hasOwnProperty.call(open, id)) open[id] = [];
  if (open[id].length >= 2) return socket.disconnect(true);
  open[id].push(socket);
  socket.on('disconnect', () => { open[id] = open[id].filter((s) => s !== socket); });`, 'const open = {};')),
  example('a field of a class, TypeScript', enforced(2), `
import { Server, type Socket } from 'socket.io';
import { authenticate } from './auth';

export class Hub {
  #open: Record<string, Socket[]> = {};

  constructor(io: Server) {
    io.use(authenticate);
    io.on('connection', (socket) => this.#enter(socket));
  }

  #enter(socket: Socket): void {
    const id = socket.data.userId as string;
    const mine = this.#open[id] ?? [];
    if (mine.length >= 2) {
      socket.disconnect(true);
      return;
    }
    this.#open[id] = mine.concat(socket);
    socket.on('disconnect', () => {
      this.#open[id] = (this.#open[id] ?? []).filter((other) => other !== socket);
    });
  }
}
`),
  example('state in a closure', enforced(2), `
const { Server } = require('socket.io');
const { authenticate } = require('./auth');

function createTabs() {
  const open = {};
  return {
    has: (id) => (open[id] || 0) < 2,
    take(id) { open[id] = (open[id] || 0) + 1; },
    give(id) { open[id] -= 1; },
  };
}

const tabs = createTabs();
const io = new Server(3000);
io.use(authenticate);
io.on('connection', (socket) => {
  const { userId } = socket.data;
  if (!tabs.has(userId)) {
    socket.disconnect(true);
    return;
  }
  tabs.take(userId);
  socket.on('disconnect', () => tabs.give(userId));
});
`),
  example('the same state made for each connection', fails('missing'), `
const { Server } = require('socket.io');
const { authenticate } = require('./auth');

function createTabs() {
  const open = {};
  return {
    has: (id) => (open[id] || 0) < 2,
    take(id) { open[id] = (open[id] || 0) + 1; },
    give(id) { open[id] -= 1; },
  };
}

const io = new Server(3000);
io.use(authenticate);
io.on('connection', (socket) => {
  const tabs = createTabs();
  const { userId } = socket.data;
  if (!tabs.has(userId)) {
    socket.disconnect(true);
    return;
  }
  tabs.take(userId);
  socket.on('disconnect', () => tabs.give(userId));
});
`),
  example('a field of the user, who is looked up', enforced(2), io(`
  const user = users.find((candidate) => candidate.id === id);
  if (user.sockets.length >= 2) return socket.disconnect(true);
  user.sockets.push(socket);
  socket.on('disconnect', () => { user.sockets = user.sockets.filter((s) => s !== socket); });`, "const users = require('./users.json').map((user) => ({ ...user, sockets: [] }));")),
  example('the keys of the whole object are no count of the user', fails('globalOnly'), io(`
  if (Object.keys(open).length >= 2) return socket.disconnect(true);
  open[socket.id] = id;
  socket.on('disconnect', () => { delete open[socket.id]; });`, 'const open = {};')),
];

testExamples('counts in objects and arrays', examples);
