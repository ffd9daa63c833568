import { io } from 'socket.io-client';
import { vi } from 'vitest';
import { WebSocket } from 'ws';
import { connectRaw, type RawClient, textFrame } from './raw-client.js';
import { type RunningServer } from './start-server.js';

export interface Client {
  /** 'open', or how the server said no. */
  outcome: Promise<string>;
  close: () => void;
}

/** How clients of one library ask for a connection, and what they are told. */
export interface Driver {
  connect: (server: RunningServer, user: string) => Client;
  /** A raw client whose request is in the server's hands, answered or not. */
  ask: (server: RunningServer, user: string) => Promise<RawClient>;
  /** What a raw client reads when it is in. */
  welcome: string;
  /** What a client is told at the limit, and the part of it that a raw client reads. */
  refusal: string;
  refusalBytes: string;
}

export const connectSocketIo = (server: Pick<RunningServer, 'port' | 'keep'>, user: string, namespace = '/', auth: object = {}, greeting = 'connect'): Client => {
  const socket = io(`http://127.0.0.1:${server.port}${namespace}`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { token: user, ...auth },
  });
  const close = (): void => {
    socket.disconnect();
  };
  server.keep(close);
  const outcome = new Promise<string>((resolve) => {
    socket.once(greeting, () => { resolve('open'); });
    socket.once('connect_error', (error) => { resolve(`connect_error: ${error.message}`); });
    socket.once('disconnect', (reason) => { resolve(`disconnect: ${reason}`); });
  });
  return { outcome, close };
};

export const socketIo: Driver = {
  connect: connectSocketIo,
  ask: async (server, user) => {
    const client = connectRaw(server, '/socket.io/?EIO=4&transport=websocket');
    await client.received('"sid"');
    client.send(textFrame(`40${JSON.stringify({ token: user })}`));
    // Packets are read in order: the answer to the second one says that the first has been read.
    client.send(textFrame('40/nowhere,'));
    await client.received('Invalid namespace');
    return client;
  },
  welcome: '40{"sid"',
  refusal: 'connect_error: Connection limit reached',
  refusalBytes: 'Connection limit reached',
};

/** Guards in the listener for connections, where a refused client is in for a moment: the server says who is welcome. */
export const socketIoAccepted: Driver = {
  ...socketIo,
  connect: (server, user) => connectSocketIo(server, user, '/', {}, 'welcome'),
  welcome: '42["welcome"',
  refusal: 'disconnect: io server disconnect',
  refusalBytes: '41',
};

/** Where a library takes upgrades, and how it dresses what it sends. */
interface Endpoint {
  path: string;
  /** What a message means to a client; a greeting unless it says otherwise. */
  read: (message: string) => string | undefined;
}

const wsAt = ({ path, read }: Endpoint): Pick<Driver, 'connect' | 'ask' | 'welcome'> => ({
  connect: (server, user) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}?token=${user}`);
    const close = (): void => {
      socket.close();
    };
    server.keep(close);
    const outcome = new Promise<string>((resolve) => {
      // The servers greet a client that is in; a refused one is open for a moment too.
      socket.on('message', (message: Buffer) => {
        const meaning = read(message.toString());
        if (meaning !== undefined) resolve(meaning);
      });
      socket.once('close', (code, reason) => { resolve(`close ${code} ${reason.toString()}`); });
      socket.once('unexpected-response', (request, response) => {
        resolve(`HTTP ${String(response.statusCode)}`);
        request.destroy();
      });
      socket.on('error', (error) => { resolve(error.message); });
    });
    return { outcome, close };
  },
  ask: async (server, user) => {
    const before = await server.report();
    const client = connectRaw(server, `${path}?token=${user}`);
    await vi.waitUntil(async () => (await server.report()).upgrades > before.upgrades, { timeout: 3000, interval: 5 });
    return client;
  },
  welcome: 'welcome',
});

const ws = wsAt({ path: '/', read: () => 'open' });

/** Guards in the `connection` handler. */
export const wsAccepted: Driver = {
  ...ws,
  refusal: 'close 1008 Connection limit reached',
  refusalBytes: 'Connection limit reached',
};

/** Guards in the handshake. */
export const wsHandshake: Driver = { ...ws, refusal: 'HTTP 429', refusalBytes: 'HTTP/1.1 429' };

/** SockJS's endpoint for clients without its protocol. */
export const sockjs: Driver = {
  ...wsAt({ path: '/websocket', read: () => 'open' }),
  refusal: 'close 4029 Connection limit reached',
  refusalBytes: 'Connection limit reached',
};

/** SockJS's own protocol: `o` opens, `a[…]` carries messages, `c[…]` closes. */
export const sockjsFramed: Driver = {
  ...wsAt({ path: '/000/any/websocket', read: (message) => (message.startsWith('a') ? 'open' : message.startsWith('c') ? message : undefined) }),
  refusal: 'c[4029,"Connection limit reached"]',
  refusalBytes: 'Connection limit reached',
};

/** Primus sends JSON, and says goodbye in a message of its own. */
export const primus: Driver = {
  ...wsAt({ path: '/primus', read: (message) => (message === '"welcome"' ? 'open' : message.startsWith('"primus::') ? undefined : message) }),
  refusal: '"Connection limit reached"',
  refusalBytes: 'Connection limit reached',
};
