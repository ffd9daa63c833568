import { afterAll, describe, expect, test, vi } from 'vitest';
import { type Check, holdsOnly } from './checks.js';
import { type Driver } from './driver.js';
import { shareServer } from './share-server.js';
import { type RunningServer, startServer } from './start-server.js';

vi.setConfig({ maxConcurrency: 16 });

/** A guard as tutorials print it, and the checks that it does not pass. */
export interface Tutorial {
  name: string;
  source: string;
  fails: readonly string[];
}

/** How a check fails against a server of its own; undefined where it holds. */
export const failureOf = async (source: string, check: Check, driver: Driver): Promise<unknown> => {
  const server = await startServer(source, 'esm');
  try {
    await check(server, driver);
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await server.stop();
  }
};

/** Fails where something is left, which costs the server its place. */
const leave = async (server: RunningServer): Promise<void> => {
  server.dropClients();
  await holdsOnly(server, 0, 500);
};

/** Expects exactly the named checks to fail: each of them on a server of its own, which does not recover from it. */
export const describeTutorial = (tutorial: Tutorial, driver: Driver, checks: Record<string, Check>): void => {
  const isCaught = ([name]: [string, Check]): boolean => tutorial.fails.includes(name);
  const entries = Object.entries(checks);

  describe.concurrent(`${tutorial.name}: is caught by`, () => {
    test('as many checks as are named', () => {
      expect(entries.filter(isCaught)).toHaveLength(tutorial.fails.length);
    });

    test.each(entries.filter(isCaught))('%s', async (_name, check) => {
      expect(await failureOf(tutorial.source, check, driver)).toBeInstanceOf(Error);
    });
  });

  describe.concurrent(`${tutorial.name}: passes`, () => {
    const shared = shareServer(tutorial.source, 'esm');
    afterAll(shared.stop);

    for (const [name, check] of entries.filter((entry) => !isCaught(entry))) {
      const attack = (server: RunningServer): Promise<void> => check(server, driver);
      test(name, { concurrent: false }, async () => {
        // The checks before may have worn the server out: the second attack meets a fresh one.
        await shared.attack(attack).catch(() => shared.attack(attack));
        await shared.attack(leave).catch(() => undefined);
      });
    }
  });
};
