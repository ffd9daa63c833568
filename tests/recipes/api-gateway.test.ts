import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { ConditionalCheckFailedException, DynamoDBClient, table, UpdateItemCommand } from './fake-dynamodb.js';
import { copyRecipe } from './recipe-server.js';

const LIMIT = 3;
const MINUTE = 60_000;

/** The part of an event that the recipe reads. */
interface Connection {
  readonly connectionId: string;
  readonly connectedAt: number;
  readonly authorizer: { readonly principalId: string };
}
type Handler = (event: { requestContext: Connection & { routeKey: string } }) => Promise<{ statusCode: number }>;

describe('API Gateway with DynamoDB', () => {
  let folder: string;
  let handler: Handler;
  let made = 0;

  const connection = (user = 'alice', connectedAt = Date.now()): Connection => {
    made += 1;
    return { connectionId: `id${made}`, connectedAt, authorizer: { principalId: user } };
  };
  const call = async (routeKey: string, which: Connection): Promise<number> => {
    const { statusCode } = await handler({ requestContext: { ...which, routeKey } });
    return statusCode;
  };
  const connectAll = (connections: readonly Connection[]): Promise<number[]> => Promise.all(connections.map((one) => call('$connect', one)));
  const open = async (user = 'alice', connectedAt?: number): Promise<Connection[]> => {
    const connections = Array.from({ length: LIMIT }, () => connection(user, connectedAt));
    expect(await connectAll(connections)).toEqual([200, 200, 200]);
    return connections;
  };

  beforeAll(async () => {
    vi.stubGlobal('dynamodb', { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand });
    vi.stubEnv('TABLE_NAME', 'Connections');
    folder = copyRecipe(['api-gateway.mjs'], {});
    const sdk = join(folder, 'node_modules/@aws-sdk/client-dynamodb');
    mkdirSync(sdk, { recursive: true });
    writeFileSync(join(sdk, 'package.json'), '{ "main": "index.js", "type": "module" }');
    writeFileSync(join(sdk, 'index.js'), 'export const { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } = globalThis.dynamodb;');
    ({ handler } = (await import(join(folder, 'api-gateway.mjs'))) as { handler: Handler });
  });
  afterEach(() => {
    table.clear();
    vi.useRealTimers();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
  });

  test('keeps a burst at the limit, and other users out of it', async () => {
    const burst = await connectAll(Array.from({ length: 20 }, () => connection()));
    expect(burst.filter((status) => status === 200)).toHaveLength(LIMIT);
    expect(burst.filter((status) => status === 429)).toHaveLength(20 - LIMIT);
    await open('bob');
  });

  test('gives one slot back for one connection, however often that is said', async () => {
    const [first = connection()] = await open();
    expect(await call('$disconnect', first)).toBe(200);
    expect(await call('$disconnect', first)).toBe(200);
    expect(await connectAll([connection()])).toEqual([200]);
    expect(await connectAll([connection()])).toEqual([429]);
  });

  test('gives no slot back for a refused connection', async () => {
    await open();
    const refused = connection();
    expect(await connectAll([refused])).toEqual([429]);
    await call('$disconnect', refused);
    expect(await connectAll([connection()])).toEqual([429]);
  });

  test('counts a connection once when the request is repeated', async () => {
    const [first = connection()] = await open();
    expect(await connectAll([first])).toEqual([200]);
    expect(table.of('alice')?.['openConnections']?.SS).toHaveLength(LIMIT);
  });

  test('takes slots back whose end was never told, once their connections cannot be open any more', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    await open();
    vi.advanceTimersByTime(130 * MINUTE);
    expect(await connectAll([connection()])).toEqual([429]);
    vi.advanceTimersByTime(MINUTE);
    const burst = await connectAll(Array.from({ length: 20 }, () => connection()));
    expect(burst.filter((status) => status === 200)).toHaveLength(LIMIT);
    expect(table.of('alice')?.['openConnections']?.SS).toHaveLength(LIMIT);
  });

  test('keeps nothing when everybody is gone but what the table deletes by itself', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    for (const one of await open()) await call('$disconnect', one);
    expect(table.of('alice')).toEqual({ userId: { S: 'alice' }, expiresAt: { N: String(Math.ceil((Date.now() + 130 * MINUTE) / 1000)) } });
  });

  test('lets nobody in while the table does not answer', async () => {
    table.takeDown();
    await expect(call('$connect', connection())).rejects.toThrow('The table does not answer');
  });

  test('lets messages pass', async () => {
    expect(await call('$default', connection())).toBe(200);
  });
});
