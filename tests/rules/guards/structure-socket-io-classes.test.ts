import { enforced, example, testExamples } from './examples.js';

export const examples = [
  example(
    'a class of middleware, bound',
    enforced(3),
    `
import { Server, type Socket } from 'socket.io';
import { authenticate } from './auth';

type Next = (error?: Error) => void;

class Doorman {
  readonly #open = new Map<string, Set<string>>();

  check(socket: Socket, next: Next): void {
    const id: string = socket.data.userId;
    const mine = this.#open.get(id) ?? new Set<string>();
    if (mine.size >= 3) {
      next(new Error('limit'));
      return;
    }
    this.#open.set(id, mine.add(socket.id));
    socket.conn.once('close', () => {
      mine.delete(socket.id);
      if (mine.size === 0) this.#open.delete(id);
    });
    next();
  }
}

const doorman = new Doorman();
const io = new Server(3000);
io.use(authenticate);
io.use(doorman.check.bind(doorman));
io.on('connection', (socket) => socket.emit('hello'));
`,
  ),
  example(
    'a class of middleware, in an arrow',
    enforced(3),
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

class Doorman {
  open = new Map();
  most = 3;

  async check(socket, next) {
    const n = this.open.get(socket.data.userId) ?? 0;
    if (n >= this.most) return next(new Error('limit'));
    this.open.set(socket.data.userId, n + 1);
    socket.conn.once('close', () => this.leave(socket.data.userId));
    next();
  }

  leave(id) {
    const n = this.open.get(id) - 1;
    n > 0 ? this.open.set(id, n) : this.open.delete(id);
  }
}

export function createServer(http) {
  const io = new Server(http);
  const doorman = new Doorman();
  io.use(authenticate);
  io.use((socket, next) => doorman.check(socket, next));
  io.on('connection', (socket) => socket.emit('hello'));
  return io;
}
`,
  ),
  example(
    'a class that extends the emitter of Node',
    enforced(3),
    `
import { EventEmitter } from 'node:events';
import { Server, type Socket } from 'socket.io';
import { authenticate } from './auth';

export class Lobby extends EventEmitter {
  private readonly people = new Map<string, Socket[]>();

  constructor(private readonly io: Server) {
    super();
    this.io.use(authenticate);
    this.io.on('connection', (socket) => {
      if (this.isFull(socket)) {
        socket.disconnect(true);
        return;
      }
      this.enter(socket);
    });
  }

  private isFull({ data }: Socket): boolean {
    const mine = this.people.get(data.userId) ?? [];
    return mine.length >= 3;
  }

  private enter(socket: Socket): void {
    const { userId } = socket.data;
    this.people.set(userId, [...(this.people.get(userId) ?? []), socket]);
    this.emit('entered', userId);
    socket.on('disconnect', () => {
      this.people.set(userId, (this.people.get(userId) ?? []).filter((other) => other !== socket));
    });
  }
}
`,
  ),
];

testExamples('guards of Socket.IO in classes', examples);
