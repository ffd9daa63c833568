import { expect } from 'vitest';
import { type Check, commonChecks, countBecomes, expectRefusal, fill, holdsOnly, LIMIT, SOMEONE } from './checks.js';
import { colyseus, LEAVING } from './colyseus-driver.js';
import { describeGuard } from './describe-guard.js';
import { colyseusRoom, colyseusTypeScript } from './servers/colyseus.js';

/** For libraries whose clients can leave and keep the connection. */
const leavingChecks = {
  'holds the slot of a client that has left and keeps its connection': async (server, driver) => {
    const [first] = await fill(server, driver);
    first?.close();
    await countBecomes(server, LIMIT - 1);
    const client = await driver.ask(server, SOMEONE);
    await client.received(driver.welcome);
    client.send(LEAVING);
    await expectRefusal(server, driver);
    await countBecomes(server, LIMIT);
    client.reset();
    await countBecomes(server, LIMIT - 1);
    await holdsOnly(server, LIMIT - 1);
    expect(await driver.connect(server, SOMEONE).outcome).toBe('open');
  },
} satisfies Record<string, Check>;

const checks = { ...commonChecks, ...leavingChecks };
describeGuard(colyseusRoom, colyseus, checks);
describeGuard(colyseusTypeScript, colyseus, checks);
