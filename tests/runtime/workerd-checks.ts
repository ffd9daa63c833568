import { vi } from 'vitest';
import { type Check, commonChecks, expectRefusal, fill, holdsOnly, LIMIT, SOMEONE } from './checks.js';
import { connectionsAt } from './connections-at.js';

// workerd keeps the connection of any request that it has answered until the client ends it; no object knows of it.
const refused: Check = async (server, driver) => {
  await fill(server, driver);
  await holdsOnly(server, LIMIT);
  const before = connectionsAt(server.port);
  const client = await driver.ask(server, SOMEONE);
  await client.received(driver.refusalBytes);
  client.end();
  await vi.waitUntil(() => connectionsAt(server.port) <= before, { timeout: 5000, interval: 50 });
  await holdsOnly(server, LIMIT);
  await expectRefusal(server, driver);
};

/** What a guard must stand in workerd. */
export const workerdChecks = { ...commonChecks, 'is rid of a silent refused client within 5 s': refused };
