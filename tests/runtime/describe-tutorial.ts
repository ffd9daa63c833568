import { describe, expect, test, vi } from 'vitest';
import { type Check } from './checks.js';
import { type Driver } from './driver.js';
import { startServer } from './start-server.js';

vi.setConfig({ maxConcurrency: 12 });

/** A guard as tutorials print it, and the checks that it does not pass. */
export interface Tutorial {
  name: string;
  source: string;
  fails: readonly string[];
}

const failureOf = async (source: string, check: Check, driver: Driver): Promise<unknown> => {
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

/** Expects exactly the named checks to fail. Each has a server of its own: these servers do not recover from it. */
export const describeTutorial = (tutorial: Tutorial, driver: Driver, checks: Record<string, Check>): void => {
  describe.concurrent(tutorial.name, () => {
    const isCaught = ([name]: [string, Check]): boolean => tutorial.fails.includes(name);
    const entries = Object.entries(checks);

    test('names checks that are run', () => {
      expect(Object.keys(checks)).toEqual(expect.arrayContaining([...tutorial.fails]));
    });

    test.each(entries.filter(isCaught))('is caught: %s', async (_name, check) => {
      expect(await failureOf(tutorial.source, check, driver)).toBeInstanceOf(Error);
    });

    test.each(entries.filter((entry) => !isCaught(entry)))('%s', async (_name, check) => {
      expect(await failureOf(tutorial.source, check, driver)).toBeUndefined();
    });
  });
};
