import { expect, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type Client, connectSocketIo, socketIo } from '../runtime/driver.js';
import { connectRaw, type RawClient, textFrame } from '../runtime/raw-client.js';
import { createToken, type RecipeServer } from './recipe-server.js';

/** How users of a recipe connect, and what they are told. */
export interface Clients {
  connect: (server: RecipeServer, user: string, token?: string) => Client;
  /** A client that does nothing more, once it has asked. */
  ask: (server: RecipeServer, user: string) => Promise<RawClient>;
  /** What a raw client reads when it is in. */
  welcome: string;
  full: string;
  unauthorized: string;
  /** While nobody can count. */
  unavailable: string;
}

const cookieOf = (token: string): string => `token=${token}`;

export const wsClients: Clients = {
  connect: (server, user, token = createToken(user)) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/`, { headers: { cookie: cookieOf(token) } });
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
  ask: async (server, user) => connectRaw(server, '/', 13, undefined, [`Cookie: ${cookieOf(createToken(user))}`]),
  welcome: 'HTTP/1.1 101',
  full: 'HTTP 429',
  unauthorized: 'HTTP 401',
  unavailable: 'HTTP 503',
};

export const socketIoClients: Clients = {
  connect: (server, user, token = createToken(user)) => connectSocketIo(server, token),
  ask: async (server, user) => {
    const client = connectRaw(server, '/socket.io/?EIO=4&transport=websocket');
    await client.received('"sid"');
    client.send(textFrame(`40${JSON.stringify({ token: createToken(user) })}`));
    return client;
  },
  welcome: socketIo.welcome,
  full: 'connect_error: Connection limit reached',
  unauthorized: 'connect_error: Unauthorized',
  unavailable: 'connect_error: Connections cannot be counted now',
};

export const outcomes = (clients: readonly Client[]): Promise<string[]> => Promise.all(clients.map(({ outcome }) => outcome));

/** Connects as often, and expects to get in; where not all do, none stays. */
export const open = async (clients: Clients, server: RecipeServer, user: string, times = 1): Promise<Client[]> => {
  const opened = Array.from({ length: times }, () => clients.connect(server, user));
  const seen = await outcomes(opened);
  if (seen.some((outcome) => outcome !== 'open')) for (const { close } of opened) close();
  expect(seen).toEqual(Array<string>(times).fill('open'));
  return opened;
};

/** For what comes true after a while. */
export const eventually = (check: () => unknown, timeout = 5000): Promise<unknown> => vi.waitFor(check, { timeout, interval: 25 });
