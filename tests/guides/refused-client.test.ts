import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { Server } from 'socket.io';
import { io as connect, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fencesOf } from './fences.js';

/** What the answers about refused users say of clients of Socket.IO, with a real one, and with the listener that they show. */
const http = createServer();
const io = new Server(http);
let handshakes = 0;
let isFull = true;
let client: Socket;
const notices: string[] = [];
const delays: number[] = [];
let later: () => void = () => {};

beforeAll(async () => {
  io.use((socket, next) => {
    handshakes += 1;
    next(isFull ? new Error('Connection limit reached') : undefined);
    // As the inserted guard does, only sooner.
    if (isFull) setTimeout(() => { socket.conn.close(true); }, 50);
  });
  await new Promise<void>((resolve) => { http.listen(0, '127.0.0.1', resolve); });
  const address = http.address();
  const port = typeof address === 'object' ? address?.port : 0;
  client = connect(`http://127.0.0.1:${String(port)}`, { transports: ['websocket'], autoConnect: false, reconnectionDelay: 10, reconnectionDelayMax: 20, forceNew: true });
  const code = fencesOf('docs/faq.md').find(({ words }) => words[0] === 'client')?.code ?? '';
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- The page's own text.
  const listen = new Function('socket', 'showNotice', 'setTimeout', code) as (...given: unknown[]) => void;
  listen(client, (text: string) => notices.push(text), (callback: () => void, delay: number) => {
    later = callback;
    delays.push(delay);
  });
});
afterAll(async () => {
  client.disconnect();
  await io.close();
});

test('a client that middleware refuses does not try again by itself, also when its transport is closed', async () => {
  const refused = new Promise((resolve) => client.once('connect_error', resolve));
  client.connect();
  await refused;
  await wait(400);
  expect({ handshakes, active: client.active, connected: client.connected }).toEqual({ handshakes: 1, active: false, connected: false });
});

test('the listener on the page tells the user, and connects after half a minute to a minute', async () => {
  expect(notices).toEqual(['This account is open in too many places. Close one of them.']);
  expect(delays.every((delay) => delay >= 30_000 && delay <= 60_000)).toBe(true);
  isFull = false;
  const connected = new Promise((resolve) => client.once('connect', () => { resolve(client.connected); }));
  later();
  expect(await connected).toBe(true);
});
