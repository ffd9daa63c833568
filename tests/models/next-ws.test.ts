import { expect, it } from 'vitest';
import { enforced, fails, lintProgram } from '../link/program.js';

// next-ws is held against its published types only.
const guard = (key: string, refuse = "client.close(1008, 'full')"): string => `import { sessionOf } from './session.js';
const open = new Map();
export async function UPGRADE(client, server, request) {
  const session = await sessionOf(request);
  const mine = open.get(${key}) ?? new Set();
  if (mine.size >= 3) return ${refuse};
  open.set(${key}, mine.add(client));
  client.once('close', () => mine.delete(client));
}`;
const ROUTE = 'app/api/ws/route.js';

it('is what route files export', () => {
  expect(lintProgram({ [ROUTE]: "export function UPGRADE(client) {\n  client.send('hi');\n}" })).toEqual([fails('missing')]);
  expect(lintProgram({ [ROUTE]: "export const SOCKET = (client, request, server) => {\n  client.send('hi');\n};" })).toEqual([fails('missing')]);
  expect(lintProgram({ 'app/api/ws/route.ts': "import type { WebSocket } from 'ws';\nexport async function UPGRADE(client: WebSocket): Promise<void> {\n  client.send('hi');\n}" })).toEqual([fails('missing')]);
});

it('is guarded in the handler', () => {
  expect(lintProgram({ [ROUTE]: guard('session.user.id') })).toEqual([enforced(3)]);
  expect(lintProgram({ [ROUTE]: guard('session.user.id', 'undefined') })).toEqual([fails('notRejected')]);
  expect(lintProgram({ [ROUTE]: guard('request.socket.remoteAddress') })).toEqual([fails('perAddressOnly')]);
});

it('is nothing elsewhere', () => {
  expect(lintProgram({ 'lib/upgrade.js': "export function UPGRADE(client) {\n  client.send('hi');\n}" })).toEqual([]);
  expect(lintProgram({ [ROUTE]: 'export function GET() {\n  return new Response();\n}' })).toEqual([]);
});
