import { vi } from 'vitest';
import { WebSocket } from 'ws';
import { type Client, type Driver, wsHandshake } from './driver.js';
import { connectRaw, textFrame } from './raw-client.js';
import { type RunningServer } from './start-server.js';

/** What the clients of a protocol say first, and how they know that they are in. */
interface Protocol {
  readonly path: (user: string) => string;
  readonly name?: string;
  /** Sent as soon as the connection is open. */
  readonly first: (user: string) => string;
  readonly welcome: string;
  /** A message that is answered whatever becomes of the first, and a part of the answer: the first has been read then. */
  readonly echo?: { readonly sent: string; readonly answer: string };
}

const speaking = ({ path, name, first, welcome, echo }: Protocol): Driver => ({
  connect: (server: RunningServer, user: string): Client => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path(user)}`, name);
    const close = (): void => {
      socket.close();
    };
    server.keep(close);
    const outcome = new Promise<string>((resolve) => {
      socket.once('open', () => { socket.send(first(user)); });
      socket.on('message', (data: Buffer) => {
        if (data.toString().includes(welcome)) resolve('open');
      });
      socket.once('close', (code, reason) => { resolve(`close ${code} ${reason.toString()}`); });
      socket.on('error', (error) => { resolve(error.message); });
    });
    return { outcome, close };
  },
  ask: async (server, user) => {
    const before = await server.report();
    const client = connectRaw(server, path(user), 13, name);
    await vi.waitUntil(async () => (await server.report()).upgrades > before.upgrades, { timeout: 3000, interval: 5 });
    await client.received('HTTP/1.1 101');
    client.send(textFrame(first(user)));
    if (echo) {
      client.send(textFrame(echo.sent));
      await client.received(echo.answer);
    }
    return client;
  },
  welcome,
  refusal: 'close 1008 Connection limit reached',
  refusalBytes: 'Connection limit reached',
});

export const graphqlWs = speaking({
  path: () => '/graphql',
  name: 'graphql-transport-ws',
  first: (token) => JSON.stringify({ type: 'connection_init', payload: { token } }),
  welcome: 'connection_ack',
  echo: { sent: '{"type":"ping"}', answer: '"pong"' },
});

export const subscriptionsTransportWs = speaking({
  path: () => '/graphql',
  name: 'graphql-ws',
  first: (token) => JSON.stringify({ type: 'connection_init', payload: { token } }),
  welcome: 'connection_ack',
  echo: { sent: 'no JSON', answer: 'connection_error' },
});

export const trpc = speaking({
  path: (user) => `/?token=${user}`,
  first: () => JSON.stringify({ id: 1, method: 'query', params: { path: 'hello' } }),
  welcome: '"result"',
});

/** The server says nothing before the client names a document: the handshake itself is the welcome. */
export const hocuspocus: Driver = {
  ...wsHandshake,
  connect: (server, user) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/?token=${user}`);
    const close = (): void => {
      socket.close();
    };
    server.keep(close);
    const outcome = new Promise<string>((resolve) => {
      socket.once('open', () => { resolve('open'); });
      socket.once('unexpected-response', (request, response) => {
        resolve(`HTTP ${String(response.statusCode)}`);
        request.destroy();
      });
      socket.on('error', (error) => { resolve(error.message); });
    });
    return { outcome, close };
  },
  welcome: 'HTTP/1.1 101',
};
