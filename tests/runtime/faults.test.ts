import { afterAll, expect } from 'vitest';
import { type Check, commonChecks, countBecomes, expectRefusal, fill, holdsOnly, LIMIT, outcomes, SOMEONE } from './checks.js';
import { startStore } from './counting-store.js';
import { demonstrate } from './demonstrate.js';
import { connectSocketIo, socketIo, wsAccepted } from './driver.js';
import { invalidFrame } from './raw-client.js';
import { acceptsFirst, refusesFirst, releasesOnDisconnect } from './servers/faults-socket-io.js';
import * as servers from './servers/faults-ws.js';

const store = await startStore();
afterAll(() => store.server.close());

const lockedOut = commonChecks['gives the slot back after an orderly close'];
const abortedHandshakes = commonChecks['holds no slot for a client that was dropped (RST) while it was authenticated'];
const refusedClients = commonChecks['gives no slot back for a refused client'];

/** More than the limit at the same moment. */
const burst: Check = async (server, driver) => {
  const told = await outcomes(Array.from({ length: 12 }, () => driver.connect(server, SOMEONE)));
  expect(told.filter((outcome) => outcome === 'open')).toHaveLength(LIMIT);
};

/** One user, under a new name each time. */
const manyNames: Check = async (server, driver) => {
  const told = await outcomes(Array.from({ length: 12 }, (_, index) => driver.connect(server, `${SOMEONE}&device=${String(index)}`)));
  expect(told.filter((outcome) => outcome === 'open')).toHaveLength(LIMIT);
};

/** Clients of whom the server knows nothing. */
const strangers: Check = async (server, driver) => {
  const told = await outcomes(Array.from({ length: LIMIT + 1 }, () => driver.connect(server, 'nobody')));
  expect(told.every((outcome) => outcome === 'open')).toBe(false);
};

/** The third connection ends the second one, as the second one ended the first. */
const oneAfterTheOther: Check = async (server, driver) => {
  for (let count = 1; count <= 3; count += 1) {
    expect(await outcomes([driver.connect(server, SOMEONE)])).toEqual(['open']);
    await holdsOnly(server, 1, 1500);
  }
};

/** A protocol error, of which the server hears twice. */
const brokenFrame: Check = async (server, driver) => {
  const client = await driver.ask(server, SOMEONE);
  await client.received(driver.welcome);
  const others = Array.from({ length: LIMIT - 1 }, () => driver.connect(server, SOMEONE));
  expect(await outcomes(others)).toEqual(Array<string>(LIMIT - 1).fill('open'));
  client.send(invalidFrame);
  await countBecomes(server, LIMIT - 1);
  client.reset();
  await holdsOnly(server, LIMIT - 1);
  expect(await outcomes([driver.connect(server, SOMEONE)])).toEqual(['open']);
  await expectRefusal(server, driver);
};

/** Turned away by a middleware that comes later, and then let in. */
const refusedLater: Check = async (server, driver) => {
  const banned = Array.from({ length: LIMIT }, () => connectSocketIo(server, SOMEONE, '/', { banned: true }));
  expect(await outcomes(banned)).toEqual(Array<string>(LIMIT).fill('connect_error: Banned'));
  for (const { close } of banned) close();
  await holdsOnly(server, 0);
  await fill(server, driver);
};

/** A refused client never sees an open connection. */
const neverOpen: Check = async (server, driver) => {
  await fill(server, driver);
  await expectRefusal(server, driver);
};

/** One connection after the other: the processes take turns. */
const inTurns: Check = async (server, driver) => {
  const told: string[] = [];
  for (let count = 0; count < 2 * LIMIT; count += 1) told.push(...(await outcomes([driver.connect(server, SOMEONE)])));
  expect(told.filter((outcome) => outcome === 'open')).toHaveLength(LIMIT);
};

const ws = { driver: wsAccepted };
const RELEASE = 'require-connection-release';
const ATOMIC = 'require-atomic-limit-check';

demonstrate([
  { ...ws, name: 'users are locked out for good', finding: `${RELEASE}/neverReleased`, source: servers.onlyGrows, attack: lockedOut, repair: { suggestion: 'releaseAtEnd' } },
  { driver: socketIo, name: 'failed handshakes keep their slots', finding: `${RELEASE}/notOnAbort`, source: releasesOnDisconnect, attack: refusedLater, repair: { suggestion: 'hearTransport' } },
  { ...ws, name: 'clients that are gone get slots', finding: `${RELEASE}/notOnAbort`, source: servers.addsTheGone, attack: abortedHandshakes, repair: { suggestion: 'askWhetherOpen' } },
  { ...ws, name: 'clients that go during the await keep their slots', finding: `${RELEASE}/releaseUnreachable`, source: servers.attachesLate, attack: abortedHandshakes, repair: { suggestion: 'attachFirst' } },
  { ...ws, name: 'empty entries stay', finding: `${RELEASE}/keyGrowth`, source: servers.keepsEmptySets, attack: commonChecks['keeps nothing about users who are gone'], repair: { suggestion: 'deleteEmpty' } },
  { ...ws, name: 'one that ends frees the slots of all', finding: `${RELEASE}/doubleRelease`, source: servers.deletesAll, attack: lockedOut, repair: { suggestion: 'releaseOwn' } },
  { ...ws, name: 'every second connection is not counted', finding: `${RELEASE}/doubleRelease`, source: servers.deletesTheNewer, attack: oneAfterTheOther, repair: { suggestion: 'deleteOwn' } },
  { ...ws, name: 'each refusal makes room', finding: `${RELEASE}/doubleRelease`, source: servers.releasesRefused, attack: refusedClients, repair: { suggestion: 'attachBehindCheck' } },
  { ...ws, name: 'an error frees two slots', finding: `${RELEASE}/doubleRelease`, source: servers.releasesTwice, attack: brokenFrame, repair: { suggestion: 'releaseOnce' } },
  { ...ws, name: 'a burst passes', finding: `${ATOMIC}/awaitBetween`, source: servers.addsAfterAwait, attack: burst, repair: { suggestion: 'takeFirst' } },
  { ...ws, name: 'a burst passes', finding: `${ATOMIC}/callbackBetween`, source: servers.addsInCallback, attack: burst, repair: { suggestion: 'takeFirst' } },
  { ...ws, name: 'a burst passes', finding: `${ATOMIC}/readThenWrite`, source: servers.readsThenWrites(store.port), attack: burst, repair: { source: servers.writesThenReads(store.port) } },
  { ...ws, name: 'a new name, a new budget', finding: 'no-untrusted-limit-key/clientSupplied', source: servers.believesTheClient, attack: manyNames, repair: { suggestion: 'countUser' } },
  { ...ws, name: 'those without a name are not counted', finding: 'no-untrusted-limit-key/optionalKey', source: servers.letsStrangersIn, attack: strangers, repair: { source: servers.refusesStrangers } },
  { ...ws, name: 'each process has a limit of its own', finding: 'no-process-local-limit/multiProcess', source: servers.countsInEachProcess, attack: inTurns, repair: { source: servers.countsInOneProcess } },
  { driver: socketIo, name: 'refused clients are connected first', finding: 'prefer-handshake-limit/afterAccept', source: acceptsFirst, attack: neverOpen, repair: { source: refusesFirst } },
]);
