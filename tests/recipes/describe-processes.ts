import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { describeCommon, expectFull, fillBoth, LIMIT } from './common-checks.js';
import { type Clients, eventually, open, outcomes } from './clients.js';
import { type Changes, type RecipeServer, startRecipe } from './recipe-server.js';
import { type RedisServer, startRedis, withoutRedis } from './redis-server.js';

const LEASE_MS = 2000;

interface Recipe {
  name: string;
  files: readonly [string, ...string[]];
  clients: Clients;
  changes: Changes;
  /** Tests for this library alone. */
  more: (processes: Processes) => void;
}

export interface Processes {
  one: () => RecipeServer;
  redis: () => RedisServer;
  slotsBecome: (slots: Record<string, number>) => Promise<unknown>;
}

/** Attacks two processes of a recipe that count in one Redis. */
export const describeProcesses = ({ name, files, clients, changes, more }: Recipe): void => {
  describe.skipIf(withoutRedis.skip)(`${name}${withoutRedis.note}`, { concurrent: false }, () => {
    let redis: RedisServer;
    let one: RecipeServer;
    let other: RecipeServer;

    const start = (lease: Changes = { 'LEASE_MS = 60_000': `LEASE_MS = ${LEASE_MS}` }): Promise<RecipeServer> =>
      startRecipe(files, { ...lease, ...changes }, { REDIS_URL: redis.url });
    const slotsBecome = (slots: Record<string, number>): Promise<unknown> =>
      eventually(async () => {
        expect(await redis.slots()).toEqual(slots);
      });
    const isFull = (server: RecipeServer): Promise<void> => expectFull(clients, server);
    const fill = (): Promise<void> => fillBoth(clients, one, other);

    beforeAll(async () => {
      redis = await startRedis();
      [one, other] = await Promise.all([start(), start()]);
    });
    afterEach(async () => {
      await redis.start();
      if (!one.isAlive()) one = await start();
      for (const server of [one, other]) {
        server.dropClients();
        // Where Redis was away, it is found again.
        await eventually(() => open(clients, server, 'somebody'));
        server.dropClients();
      }
      // Whatever happened: when everybody is gone, nothing is left.
      await slotsBecome({});
    });
    afterAll(async () => {
      await Promise.all([one.stop(), other.stop()]);
      await redis.end();
    });

    describeCommon({ clients, one: () => one, other: () => other, slotsBecome });

    test.each(['end', 'reset'] as const)('holds nothing for a client that is gone (%s) while Redis is asked', async (leave) => {
      redis.pause();
      const gone = await Promise.all(Array.from({ length: LIMIT }, () => clients.ask(one, 'alice')));
      await delay(100);
      for (const client of gone) client[leave]();
      await delay(100);
      redis.resume();
      await slotsBecome({});
      await fill();
    });

    test('gives the slots of a killed process back, and keeps those of the other', async () => {
      await fill();
      // Of whom nothing may stay, although nobody asks for this user again.
      await open(clients, one, 'bob');
      await one.end('SIGKILL');
      await isFull(other);
      await slotsBecome({ alice: 1 });
      // By now the lease that it began with would be over too.
      await delay(200);
      await open(clients, other, 'alice', LIMIT - 1);
      await isFull(other);
    });

    test('gives slots back at once when a process is told to end', async () => {
      await fill();
      await one.end('SIGTERM');
      expect(await redis.slots()).toEqual({ alice: 1 });
    });

    test('refuses while Redis is down, and survives', async () => {
      const [before, otherBefore] = [one.errors().length, other.errors().length];
      // One question is under way, another is asked later.
      redis.pause();
      const waiting = clients.connect(one, 'alice');
      await delay(100);
      await redis.end();
      expect(await outcomes([waiting, clients.connect(other, 'bob')])).toEqual([clients.unavailable, clients.unavailable]);
      // At once, and not because the handshake took too long.
      await eventually(() => {
        expect(one.errors().slice(before)).toContain('Refused: ');
        expect(other.errors().slice(otherBefore)).toContain('Refused: ');
      }, 1500);
      await redis.start();
      await eventually(() => open(clients, other, 'alice'));
      expect([one.isAlive(), other.isAlive()]).toEqual([true, true]);
    });

    test('knows who stayed as soon as Redis is back', async () => {
      // With the lease of the recipe, which is not renewed by its timer while this test lasts.
      const patient = await start({});
      await open(clients, patient, 'alice', LIMIT - 1);
      await redis.end();
      await redis.start();
      await slotsBecome({ alice: LIMIT - 1 });
      await eventually(() => open(clients, other, 'alice'));
      await isFull(patient);
      patient.dropClients();
      other.dropClients();
      await slotsBecome({});
      await patient.stop();
    });

    test('starts when Redis is there', async () => {
      await redis.end();
      const late = start();
      await delay(200);
      await redis.start();
      const server = await late;
      await open(clients, server, 'alice', LIMIT);
      await isFull(server);
      server.dropClients();
      await slotsBecome({});
      await server.stop();
    });

    more({ one: () => one, redis: () => redis, slotsBecome });
  });
};
