import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { Report } from './child-probe.js';
import { type Client, type Driver } from './driver.js';
import { invalidFrame, type RawClient } from './raw-client.js';
import { type RunningServer } from './start-server.js';

export const LIMIT = 3;
export const SOMEONE = 'alice';
/** The servers take 10 ms a letter to look somebody up, so that there is time to drop this one's clients meanwhile. */
export const SLOW_ONE = 'somebody-who-takes-long-to-find';

/** One attack; throws where the guard does not hold. */
export type Check = (server: RunningServer, driver: Driver) => Promise<void>;

/** Polls until the server reports what is expected, for the time that a busy machine may need. */
const reports = async <Value>(
  server: RunningServer,
  read: (report: Report) => Value,
  expected: Value,
  patience = 2500,
): Promise<void> => {
  const deadline = Date.now() + patience;
  let seen = read(await server.report());
  while (!isDeepStrictEqual(seen, expected) && Date.now() < deadline) {
    await delay(15);
    seen = read(await server.report());
  }
  expect(seen).toEqual(expected);
};

export const slotsBecome = (server: RunningServer, expected: Record<string, number>): Promise<void> =>
  reports(server, ({ slots }) => slots, expected);

/** Unlike `slotsBecome`, indifferent to entries that stay at zero: one check of their own is enough. */
export const countBecomes = (server: RunningServer, count: number, user = SOMEONE): Promise<void> =>
  reports(server, ({ slots }) => slots[user] ?? 0, count);

/** The server has as many TCP connections, those of refused clients included. */
export const holdsOnly = (server: RunningServer, connections: number, patience = 5000): Promise<void> =>
  reports(server, ({ tcp }) => tcp, connections, patience);

/** Every slot stands for a connection that is open. */
export const slotsMatchConnections = (server: RunningServer): Promise<void> =>
  reports(server, ({ slots, engines }) => (slots[SOMEONE] ?? 0) === engines, true, 5000);

/** When everybody is gone, nothing is left. */
export const nothingIsLeft = (server: RunningServer): Promise<void> =>
  reports(server, ({ slots, tcp }) => ({ slots, tcp }), { slots: {}, tcp: 0 });

export const outcomes = (clients: Client[]): Promise<string[]> => Promise.all(clients.map(({ outcome }) => outcome));

export const expectRefusal = async (server: RunningServer, driver: Driver): Promise<void> => {
  expect(await outcomes([driver.connect(server, SOMEONE)])).toEqual([driver.refusal]);
};

/** Takes every slot of a user. */
export const fill = async (server: RunningServer, driver: Driver, user = SOMEONE): Promise<Client[]> => {
  const clients = Array.from({ length: LIMIT }, () => driver.connect(server, user));
  expect(await outcomes(clients)).toEqual(Array<string>(LIMIT).fill('open'));
  return clients;
};

/** As many raw clients as the limit allows. */
export const askForAll = async (server: RunningServer, driver: Driver, user = SOMEONE): Promise<RawClient[]> => {
  const clients = [];
  for (let count = 1; count <= LIMIT; count += 1) clients.push(await driver.ask(server, user));
  return clients;
};

/** Drops clients whose request is being worked on, and sees that the user still has every slot. */
const abortPending = async (server: RunningServer, driver: Driver, abort: 'end' | 'reset'): Promise<void> => {
  for (let count = 1; count <= LIMIT; count += 1) {
    const client = await driver.ask(server, SLOW_ONE);
    client[abort]();
  }
  // When this client is through, which comes later and has a longer name, the authentication of the others is over.
  const later = driver.connect(server, `${SLOW_ONE}-too`);
  expect(await outcomes([later])).toEqual(['open']);
  later.close();
  await holdsOnly(server, 0);
  await countBecomes(server, 0, SLOW_ONE);
  await fill(server, driver, SLOW_ONE);
};

/** Takes every slot, then asks for one more as a client that only listens. */
const refuseRaw = async (server: RunningServer, driver: Driver): Promise<RawClient> => {
  await fill(server, driver);
  const client = await driver.ask(server, SOMEONE);
  await client.received(driver.refusalBytes);
  return client;
};

/** What every guard must stand, whatever its library. */
export const commonChecks = {
  'keeps a burst at the limit, and other users out of it': async (server, driver) => {
    const others = ['bob', 'carol'].map((user) => driver.connect(server, user));
    const burst = await outcomes(Array.from({ length: 20 }, () => driver.connect(server, SOMEONE)));
    expect(burst.filter((outcome) => outcome === 'open')).toHaveLength(LIMIT);
    expect(burst.filter((outcome) => outcome === driver.refusal)).toHaveLength(20 - LIMIT);
    expect(await outcomes(others)).toEqual(['open', 'open']);
    await slotsBecome(server, { [SOMEONE]: LIMIT, bob: 1, carol: 1 });
  },

  'gives the slot back after an orderly close': async (server, driver) => {
    const [first] = await fill(server, driver);
    first?.close();
    await countBecomes(server, LIMIT - 1);
    expect(await outcomes([driver.connect(server, SOMEONE)])).toEqual(['open']);
    await expectRefusal(server, driver);
  },

  'gives the slots back after an abrupt drop': async (server, driver) => {
    const clients = await askForAll(server, driver);
    await Promise.all(clients.map((client) => client.received(driver.welcome)));
    for (const client of clients) client.reset();
    await countBecomes(server, 0);
    await fill(server, driver);
  },

  'gives no slot back for a refused client': async (server, driver) => {
    await fill(server, driver);
    const refused = Array.from({ length: LIMIT }, () => driver.connect(server, SOMEONE));
    await outcomes(refused);
    for (const client of refused) client.close();
    await holdsOnly(server, LIMIT);
    await expectRefusal(server, driver);
    await countBecomes(server, LIMIT);
  },

  'holds no slot for a client that hung up (FIN) while it was authenticated': (server, driver) =>
    abortPending(server, driver, 'end'),

  'holds no slot for a client that was dropped (RST) while it was authenticated': (server, driver) =>
    abortPending(server, driver, 'reset'),

  'is rid of a silent refused client within 5 s': async (server, driver) => {
    await refuseRaw(server, driver);
    await holdsOnly(server, LIMIT);
  },

  'survives an invalid frame from a refused client': async (server, driver) => {
    const client = await refuseRaw(server, driver);
    client.send(invalidFrame);
    // The frame is read before this connection, which takes several turns of the server's event loop.
    expect(await outcomes([driver.connect(server, 'bob')])).toEqual(['open']);
  },

  'keeps nothing about users who are gone': async (server, driver) => {
    const clients = [...(await fill(server, driver)), ...(await fill(server, driver, 'bob'))];
    for (const client of clients) client.close();
    await slotsBecome(server, {});
  },
} satisfies Record<string, Check>;
