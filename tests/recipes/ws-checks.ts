import { expect, test } from 'vitest';
import { connectRaw } from '../runtime/raw-client.js';
import { outcomes, wsClients } from './clients.js';
import type { Processes } from './describe-processes.js';
import { type Changes, createToken } from './recipe-server.js';

export const wsChanges: Changes = { 'HEARTBEAT_MS = 30_000': 'HEARTBEAT_MS = 1000', 'HANDSHAKE_MS = 5000': 'HANDSHAKE_MS = 1000' };

/** Tests for the handler of upgrades. */
export const moreOfWs = ({ one, redis, slotsBecome }: Processes): void => {
  test('gives slots back when the handshake fails later', async () => {
    const failing = [1, 2, 3].map(() => connectRaw(one(), '/', 7, undefined, [`Cookie: token=${createToken('alice')}`]));
    await Promise.all(failing.map((client) => client.received('HTTP/1.1 400')));
    await slotsBecome({});
  });

  test('answers when Redis does not', async () => {
    redis().pause();
    const client = wsClients.connect(one(), 'alice');
    const answers = await outcomes([client]);
    redis().resume();
    expect(answers).toEqual([wsClients.unavailable]);
  });
};
