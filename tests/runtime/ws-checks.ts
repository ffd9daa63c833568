import { expect, vi } from 'vitest';
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

/** For servers that log every message they handle; some take only messages of a form. */
export const listeningChecks = (form = (text: string): string => text): Record<string, Check> => ({
  'handles no message of a refused client': async (server, driver) => {
    const [first] = await fill(server, driver);
    const heard = await driver.ask(server, 'bob');
    await heard.received(driver.welcome);
    heard.send(textFrame(form('good day')));
    await vi.waitUntil(() => server.errors().includes('good day'), { timeout: 3000, interval: 5 });
    const client = await driver.ask(server, SOMEONE);
    await client.received(driver.refusalBytes);
    client.send(textFrame(form('let me in')));
    first?.close();
    await holdsOnly(server, LIMIT);
    expect(server.errors()).not.toContain('let me in');
  },
});
