import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { vi } from 'vitest';
import { WebSocket } from 'ws';
import { type Client, type Driver } from './driver.js';
import { connectRaw } from './raw-client.js';
import { type RunningServer } from './start-server.js';

/** How a frame from the server begins: https://docs.colyseus.io, `Protocol`. */
const ERROR = 11;

/** The frame by which a client leaves its room. */
export const LEAVING = Buffer.from([0x82, 0x81, 0, 0, 0, 0, 12]);

interface Seat {
  readonly processId: string;
  readonly roomId: string;
  readonly sessionId: string;
}

/** Asks by HTTP for a seat in a room; on a connection of its own, which is closed at once, so that it is not counted. */
const seat = async (server: RunningServer, user: string): Promise<string> => {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${user}`, Connection: 'close' };
  const asking = request({ host: '127.0.0.1', port: server.port, method: 'POST', path: '/matchmake/joinOrCreate/arena', agent: false, headers });
  asking.end('{}');
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  const { processId, roomId, sessionId } = (await json(response)) as Seat;
  return `/${processId}/${roomId}?sessionId=${sessionId}`;
};

const connect = (server: RunningServer, user: string): Client => {
  let socket: WebSocket | undefined;
  const close = (): void => {
    socket?.close();
  };
  server.keep(close);
  const join = async (): Promise<string> => {
    const path = await seat(server, user);
    const joining = new WebSocket(`ws://127.0.0.1:${server.port}${path}`);
    socket = joining;
    return new Promise((resolve) => {
      let refusal = '';
      joining.on('message', (data: Buffer) => {
        if (data[0] !== ERROR) resolve('open');
        else refusal = data.toString().includes('Connection limit reached') ? 'Connection limit reached' : data.toString();
      });
      joining.once('close', (code) => { resolve(`close ${code} ${refusal}`); });
      joining.on('error', (error) => { resolve(error.message); });
    });
  };
  return { outcome: join(), close };
};

export const colyseus: Driver = {
  connect,
  ask: async (server, user) => {
    const path = await seat(server, user);
    const before = await server.report();
    const client = connectRaw(server, path);
    await vi.waitUntil(async () => (await server.report()).upgrades > before.upgrades, { timeout: 3000, interval: 5 });
    return client;
  },
  // The name of the serializer of a room without a state.
  welcome: 'none',
  refusal: 'close 4002 Connection limit reached',
  refusalBytes: 'Connection limit reached',
};
