import { expect, test } from 'vitest';
import { connectSocketIo } from '../runtime/driver.js';
import { textFrame } from '../runtime/raw-client.js';
import { eventually, outcomes, socketIoClients } from './clients.js';
import type { Processes } from './describe-processes.js';
import { type Changes, createToken } from './recipe-server.js';

/** What an application adds: a namespace, and a middleware that refuses. */
const application = `
io.of('/chat').use(authenticateUser).use(limitConnections);
io.use((socket, next) => next(socket.handshake.auth.banned ? new Error('Banned') : undefined));
io.on('connection', (socket)`;

export const socketIoChanges: Changes = {
  'connectTimeout: MAX_HANDSHAKE_MS': 'connectTimeout: 2000, pingInterval: 600, pingTimeout: 600',
  "io.on('connection', (socket)": application,
};

const joinPacket = (namespace = ''): Buffer => textFrame(`40${namespace}${JSON.stringify({ token: createToken('alice') })}`);

/** Tests for what middlewares meet. */
export const moreOfSocketIo = ({ one, redis, slotsBecome }: Processes): void => {
  test('gives slots back when a later middleware refuses', async () => {
    const banned = [1, 2, 3].map(() => connectSocketIo(one(), createToken('alice'), '/', { banned: true }));
    expect(await outcomes(banned)).toEqual(['connect_error: Banned', 'connect_error: Banned', 'connect_error: Banned']);
    for (const client of banned) client.close();
    await slotsBecome({});
  });

  test('counts one connection once, however often and wherever it joins', async () => {
    const client = await socketIoClients.ask(one(), 'alice');
    client.send(joinPacket('/chat,'));
    await client.received('40/chat,{"sid"');
    for (let cycle = 1; cycle <= 12; cycle += 1) {
      await client.received(socketIoClients.welcome, cycle);
      client.send(textFrame('41'));
      // A leave is carried out a tick after it is read, and a join that comes sooner is an error.
      client.send(textFrame('40/nowhere,'));
      await client.received('Invalid namespace', cycle);
      client.send(joinPacket());
    }
    await slotsBecome({ alice: 1 });
    expect(one().errors()).not.toContain('MaxListenersExceededWarning');
  });

  test('survives what it cannot send while Redis is down', async () => {
    const client = await socketIoClients.ask(one(), 'alice');
    await client.received(socketIoClients.welcome);
    await redis().end();
    client.send(textFrame('42["message","anybody there?"]'));
    await client.received('42["message","alice","anybody there?"]');
    await eventually(() => {
      expect(one().errors()).toContain('Not sent');
    });
    await redis().start();
    expect(one().isAlive()).toBe(true);
  });
};
