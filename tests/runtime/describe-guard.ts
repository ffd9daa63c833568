import { afterAll, describe, test, vi } from 'vitest';
import { type Check, nothingIsLeft } from './checks.js';
import { type Driver } from './driver.js';
import { type Fixture } from './fixture.js';
import { fixedText } from './fixed-text.js';
import { shareServer } from './share-server.js';

vi.setConfig({ maxConcurrency: 10 });

/** Expects the guarded server to pass every check, side by side with the other fixtures of the file. */
export const describeGuard = (fixture: Fixture, driver: Driver, checks: Record<string, Check>): void => {
  describe.concurrent(fixture.name, () => {
    const shared = shareServer(fixedText(fixture), fixture.language, fixture.runtime);
    afterAll(shared.stop);

    for (const [name, check] of Object.entries(checks)) {
      test(name, { concurrent: false }, async () => {
        await shared.attack(async (server) => {
          await check(server, driver);
          server.dropClients();
          await nothingIsLeft(server);
        });
      });
    }
  });
};
