import { expect } from 'vitest';
import {
  askForAll,
  type Check,
  countBecomes,
  expectRefusal,
  fill,
  LIMIT,
  outcomes,
  SLOW_ONE,
  slotsBecome,
  slotsMatchConnections,
  SOMEONE,
} from './checks.js';
import { connectSocketIo, socketIo } from './driver.js';
import { askByPolling } from './polling-client.js';
import { textFrame } from './raw-client.js';

const joinPacket = (namespace = ''): Buffer => textFrame(`40${namespace}${JSON.stringify({ token: SOMEONE })}`);
const leavePacket = textFrame('41');

/** For every server: a namespace can be left and joined again on one connection. */
export const rejoinChecks = {
  'counts one connection once, however often it joins': async (server) => {
    const client = await socketIo.ask(server, SOMEONE);
    for (let cycle = 1; cycle <= 12; cycle += 1) {
      await client.received(socketIo.welcome, cycle);
      client.send(leavePacket);
      // A leave is carried out a tick after it is read, and a join that comes sooner is an error.
      client.send(textFrame('40/nowhere,'));
      await client.received('Invalid namespace', cycle + 1);
      client.send(joinPacket());
    }
    await countBecomes(server, 1);
    expect(server.errors()).toBe('');
  },

  'counts connections that are open and in no namespace': async (server, driver) => {
    for (const client of await askForAll(server, driver)) {
      await client.received(socketIo.welcome);
      client.send(leavePacket);
      client.send(textFrame('40/nowhere,'));
      await client.received('Invalid namespace', 2);
    }
    await expectRefusal(server, driver);
  },
} satisfies Record<string, Check>;

/** Apart from the others, because an unguarded library may close the connection or not, as it happens. */
export const doubleJoinChecks = {
  'counts one connection once when it joins again before it is in': async (server) => {
    const client = await socketIo.ask(server, SOMEONE);
    for (let count = 1; count <= LIMIT; count += 1) client.send(joinPacket());
    // The library may close a connection that does this.
    await slotsMatchConnections(server);
  },
} satisfies Record<string, Check>;

/** For servers whose last middleware takes its time, and refuses clients that say they are banned. */
export const laterMiddlewareChecks = {
  'gives the slots back when a later middleware refuses': async (server, driver) => {
    const banned = Array.from({ length: LIMIT }, () => connectSocketIo(server, SOMEONE, '/', { banned: true }));
    expect(await outcomes(banned)).toEqual(Array<string>(LIMIT).fill('connect_error: Banned'));
    await countBecomes(server, 0);
    await fill(server, driver);
  },

  'gives the slots back when clients drop during a later middleware': async (server, driver) => {
    const clients = await askForAll(server, driver, SLOW_ONE);
    await countBecomes(server, LIMIT, SLOW_ONE);
    for (const client of clients) client.reset();
    await countBecomes(server, 0, SLOW_ONE);
    await fill(server, driver, SLOW_ONE);
  },
} satisfies Record<string, Check>;

/** Long polling has no connection of its own to hang up: the session has to be closed. */
export const pollingChecks = {
  'is rid of a refused client that never polls within 5 s': async (server, driver) => {
    await fill(server, driver);
    await askByPolling(server, SOMEONE);
    await slotsMatchConnections(server);
    await countBecomes(server, LIMIT);
  },
} satisfies Record<string, Check>;

/** For servers with `/chat` and `/news` beside `/`. */
export const namespaceChecks = {
  'counts a user over all namespaces': async (server) => {
    const namespaces = ['/', '/chat', '/news'];
    const connect = (namespace: string): ReturnType<typeof connectSocketIo> =>
      connectSocketIo(server, SOMEONE, namespace);
    expect(await outcomes(namespaces.map(connect))).toEqual(['open', 'open', 'open']);
    expect(await outcomes(namespaces.map(connect))).toEqual(namespaces.map(() => socketIo.refusal));
    await slotsBecome(server, { [SOMEONE]: LIMIT });
  },

  'counts one connection once, however many namespaces it joins': async (server) => {
    const client = await socketIo.ask(server, SOMEONE);
    for (const namespace of ['/chat', '/news']) {
      client.send(joinPacket(`${namespace},`));
      await client.received(`40${namespace},{"sid"`);
    }
    await slotsBecome(server, { [SOMEONE]: 1 });
    client.reset();
    await slotsBecome(server, {});
  },
} satisfies Record<string, Check>;
