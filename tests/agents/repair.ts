/** A program with one finding, and the same program after somebody has done what the message says, and nothing else. */
export interface Repair {
  /** The rule's name and the message id, with a `/` between. */
  readonly finding: string;
  /** The words of the message that were followed. */
  readonly says: string;
  /** Both programs: lines begin with a space, with `-` (only before) or with `+` (only after). */
  readonly diff: string;
  /** Other findings of the same defect, which the same edit mends. */
  readonly beside?: readonly string[];
  readonly language?: 'typescript';
  /** What the message says to write into the settings. */
  readonly settings?: object;
}

const indented = (text: string): string =>
  text
    .replace(/^\n|\n$/gu, '')
    .split('\n')
    .map((line) => ` ${line}`)
    .join('\n');

/** A server of ws with a user: `body` is a diff of what its `connection` listener does with `ws`, `id` and `connections`. */
export const withWs = (body: string, above = ' const connections = new Map();', extra = ''): string => `${indented(`
import { WebSocketServer } from 'ws';
import { authenticate, loadProfile } from './auth.js';
${extra}`).replace(/\n $/u, '')}
${above.replace(/^\n|\n$/gu, '')}
${indented(`
const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', async (ws, request) => {
  const { id } = authenticate(request.headers.cookie);`)}
${body.replace(/^\n|\n$/gu, '')}
 });
`;

/** A server of Socket.IO with a user: `body` is a diff of what follows the authentication. */
export const withSocketIo = (body: string, above = ' const connections = new Map();'): string => `${indented(`
import { Server } from 'socket.io';
import { authenticate } from './auth.js';
`)}
${above.replace(/^\n|\n$/gu, '')}
${indented(`
const io = new Server(3000);

io.use((socket, next) => {
  socket.data.userId = authenticate(socket.handshake.auth.token).id;
  next();
});`)}
${body.replace(/^\n|\n$/gu, '')}
`;

const marked = (sign: string, text: string): string =>
  text
    .replace(/^\n|\n$/gu, '')
    .split('\n')
    .map((line) => `${sign}${line}`)
    .join('\n');
export const added = (text: string): string => marked('+', text);
export const kept = (text: string): string => marked(' ', text);
export const removed = (text: string): string => marked('-', text);

/** What a message asks for that says to count, to refuse and to take out. */
export const GUARD = `
io.use((socket, next) => {
  const { conn } = socket;
  const { userId } = socket.data;
  const own = connections.get(userId) ?? new Set();
  if (own.size >= 3) {
    next(new Error('Connection limit reached'));
    return;
  }
  connections.set(userId, own.add(conn));
  conn.once('close', () => {
    own.delete(conn);
    if (own.size === 0) connections.delete(userId);
  });
  next();
});`;
