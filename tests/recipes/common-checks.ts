import { expect, test } from 'vitest';
import { type Clients, open, outcomes } from './clients.js';
import { createToken, type RecipeServer } from './recipe-server.js';

export const LIMIT = 3;

/** A recipe that runs, as one process or as two. */
export interface Running {
  clients: Clients;
  one: () => RecipeServer;
  other: () => RecipeServer;
  slotsBecome: (slots: Record<string, number>) => Promise<unknown>;
}

export const expectFull = async (clients: Clients, server: RecipeServer): Promise<void> => {
  expect(await outcomes([clients.connect(server, 'alice')])).toEqual([clients.full]);
};

/** One user on both processes, as often as the limit allows. */
export const fillBoth = async (clients: Clients, one: RecipeServer, other: RecipeServer): Promise<void> => {
  await open(clients, one, 'alice', LIMIT - 1);
  await open(clients, other, 'alice');
};

/** What every recipe must stand. */
export const describeCommon = ({ clients, one, other, slotsBecome }: Running): void => {
  const isFull = (server: RecipeServer): Promise<void> => expectFull(clients, server);

  test('keeps a burst at the limit, and other users out of it', async () => {
    const others = [clients.connect(one(), 'bob'), clients.connect(other(), 'carol')];
    const burst = await outcomes(Array.from({ length: 20 }, (_, index) => clients.connect(index % 2 === 0 ? one() : other(), 'alice')));
    expect(burst.filter((outcome) => outcome === 'open')).toHaveLength(LIMIT);
    expect(burst.filter((outcome) => outcome === clients.full)).toHaveLength(20 - LIMIT);
    expect(await outcomes(others)).toEqual(['open', 'open']);
    await slotsBecome({ alice: LIMIT, bob: 1, carol: 1 });
  });

  test('lets nobody in with a token of somebody else', async () => {
    const forged = createToken('bob').replace('bob', 'alice');
    expect(await outcomes([clients.connect(one(), 'alice', forged)])).toEqual([clients.unauthorized]);
  });

  test('gives one slot back for one close, and none for a refused client', async () => {
    const [first] = await open(clients, one(), 'alice', LIMIT);
    const refused = clients.connect(other(), 'alice');
    expect(await refused.outcome).toBe(clients.full);
    refused.close();
    await isFull(other());
    first?.close();
    await slotsBecome({ alice: LIMIT - 1 });
    await open(clients, other(), 'alice');
    await isFull(one());
  });

  test('gives slots back after an abrupt drop', async () => {
    const dropped = await Promise.all(Array.from({ length: LIMIT }, () => clients.ask(one(), 'alice')));
    await Promise.all(dropped.map((client) => client.received(clients.welcome)));
    for (const client of dropped) client.reset();
    await slotsBecome({});
    await fillBoth(clients, one(), other());
  });

  test('gives slots back after silence', async () => {
    const silent = await Promise.all(Array.from({ length: LIMIT }, () => clients.ask(one(), 'alice')));
    await Promise.all(silent.map((client) => client.received(clients.welcome)));
    await isFull(other());
    await slotsBecome({});
  });
};
