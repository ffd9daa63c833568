import { expect } from 'vitest';
import { type Check, countBecomes, fill, holdsOnly, LIMIT, SOMEONE } from './checks.js';
import { connectRaw, textFrame } from './raw-client.js';

/** For guards that run before the library has looked at the handshake. */
export const laterHandshakeChecks = {
  'gives the slots back when the handshake fails later': async (server, driver) => {
    const clients = Array.from({ length: LIMIT }, () => connectRaw(server, `/?token=${SOMEONE}`, 7));
    await Promise.all(clients.map((client) => client.received('HTTP/1.1 400')));
    await countBecomes(server, 0);
    await fill(server, driver);
  },
} satisfies Record<string, Check>;

/** For servers that log every message they handle. */
export const earlyListenerChecks = {
  'handles no message of a refused client': async (server, driver) => {
    await fill(server, driver);
    const client = await driver.ask(server, SOMEONE);
    await client.received(driver.refusalBytes);
    client.send(textFrame('let me in'));
    await holdsOnly(server, LIMIT);
    expect(server.errors()).not.toContain('let me in');
  },
} satisfies Record<string, Check>;
