import { createRequire } from 'node:module';
import { type Driver, socketIo } from './driver.js';
import { connectRaw } from './raw-client.js';

/** As much of the untyped version 2 client as is used here. */
interface LegacySocket {
  once: (event: string, listener: (detail: unknown) => void) => void;
  disconnect: () => void;
}

const require = createRequire(import.meta.url);
const connectLegacy = require('socket.io-client-2') as (url: string, options: object) => LegacySocket;

/** Socket.IO 2: the user is in the query, and a refusal is an `error` event. */
export const legacySocketIo: Driver = {
  ...socketIo,
  connect: (server, user) => {
    const socket = connectLegacy(`http://127.0.0.1:${server.port}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      query: { token: user },
    });
    const close = (): void => {
      socket.disconnect();
    };
    server.keep(close);
    const outcome = new Promise<string>((resolve) => {
      socket.once('connect', () => { resolve('open'); });
      for (const event of ['error', 'connect_error', 'disconnect']) {
        socket.once(event, (detail) => { resolve(`${event}: ${String(detail)}`); });
      }
    });
    return { outcome, close };
  },
  ask: async (server, user) => {
    const client = connectRaw(server, `/socket.io/?EIO=3&transport=websocket&token=${user}`);
    await client.received('"sid"');
    return client;
  },
  // The whole frame, because the session id before it may hold these digits too.
  welcome: '\u0081\u000240',
  refusal: 'error: Connection limit reached',
};
