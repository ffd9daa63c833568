import { expect, test } from 'vitest';
import { repairedInARow } from './suggestions.js';

const server = (body: string): string => `
import { WebSocketServer } from 'ws';
import { verify, profile } from './users.js';

const connections = new Map();
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', async (ws, request) => {
  const { id } = await verify(request.headers.authorization);
  const own = connections.get(id) ?? new Set();
${body}
});
`;

test('a burst, a client that is gone, and an entry that stays: each has its repair', () => {
  const { taken, text } = repairedInARow(server(`  if (own.size >= 3) return ws.terminate();
  ws.profile = await profile(id);
  connections.set(id, own.add(ws));
  ws.once('close', () => own.delete(ws));`));
  expect([...taken].sort()).toEqual(['askWhetherOpen', 'deleteEmpty', 'takeFirst']);
  expect(text).toBe(server(`  if (ws.readyState !== ws.OPEN || own.size >= 3) return ws.terminate();
  connections.set(id, own.add(ws));
  ws.once('close', () => {
    own.delete(ws);
    if (own.size === 0) connections.delete(id);
  });
  ws.profile = await profile(id);`));
});
