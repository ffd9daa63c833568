import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Clients, eventually, open } from './clients.js';
import { describeCommon, LIMIT } from './common-checks.js';
import { type Changes, type RecipeServer, startRecipe } from './recipe-server.js';

const AUTHENTICATION_MS = 150;
const changed: Changes = {
  // What the Map holds is told to the test.
  'const connectionsPerUser = new Map();': `const connectionsPerUser = new Map();
process.on('message', () => process.send(Object.fromEntries(Array.from(connectionsPerUser, ([user, { size }]) => [user, size]))));`,
  'async function verifyToken(token) {': `async function verifyToken(token) { await new Promise((resolve) => setTimeout(resolve, ${AUTHENTICATION_MS}));`,
};

/** Attacks one process of a recipe that counts in memory. */
export const describeProcess = (name: string, file: string, clients: Clients, changes: Changes): void => {
  describe(name, { concurrent: false }, () => {
    let server: RecipeServer;
    const slotsBecome = (slots: Record<string, number>): Promise<unknown> =>
      eventually(async () => {
        expect(await server.ask()).toEqual(slots);
      });

    beforeAll(async () => {
      server = await startRecipe([file, 'auth.mjs'], { ...changed, ...changes });
    });
    afterEach(async () => {
      server.dropClients();
      // Whatever happened: when everybody is gone, nothing is left.
      await slotsBecome({});
    });
    afterAll(() => server.stop());

    describeCommon({ clients, one: () => server, other: () => server, slotsBecome });

    test.each(['end', 'reset'] as const)('holds nothing for a client that is gone (%s) while it is authenticated', async (leave) => {
      const gone = await Promise.all(Array.from({ length: LIMIT }, () => clients.ask(server, 'alice')));
      await delay(AUTHENTICATION_MS / 3);
      for (const client of gone) client[leave]();
      await delay(AUTHENTICATION_MS);
      await slotsBecome({});
      await open(clients, server, 'alice', LIMIT);
    });
  });
};
