import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { enforced as inProgram, fails as failing, lintProgram } from '../link/program.js';
import { enforced, example, fails, passes, testExamples } from '../rules/guards/examples.js';

const declarations = (path: string): string => readFileSync(new URL(`../../node_modules/@colyseus/${path}.d.ts`, import.meta.url), 'utf8');

it('is what the packages declare', () => {
  const room = declarations('core/build/Room');
  for (const member of ['maxClients: number', 'onCreate?(', 'onJoin?(client', 'onLeave?(client', 'onAuth(client: Client, options: any, context: AuthContext)', 'static onAuth(token: string, options: any, context: AuthContext)', 'clients: ClientArray']) expect(room).toContain(member);
  expect(declarations('core/build/index')).toMatch(/Server, defineRoom, defineServer/u);
  const transport = declarations('core/build/Transport');
  for (const member of ['sessionId: string', 'reconnectionToken: string', 'leave(code?: number', 'userData?:', 'auth?:', 'headers: Headers', 'token?: string']) expect(transport).toContain(member);
  expect(declarations('ws-transport/build/WebSocketTransport')).toMatch(/interface TransportOptions extends ServerOptions[\s\S]*beforeUpgrade\?: BeforeUpgradeHandler/u);
});

const room = (body: string, from = '@colyseus/core'): string => `import { Room, ServerError } from '${from}';\nimport { verify } from './token.js';\n\nconst open = new Map();\nexport class Arena extends Room {\n${body}\n}`;
const joining = `  onJoin(client, options, auth) {
    const mine = open.get(KEY) ?? new Set();
    if (mine.size >= 3) throw new ServerError(4029, 'too many');
    open.set(KEY, mine.add(client.sessionId));
  }
  onLeave(client) {
    open.get(KEY)?.delete(client.sessionId);
  }`;

testExamples('Colyseus', [
  ...['colyseus', '@colyseus/core'].map((from) => example(`a room of ${from}`, fails('missing', 'Arena'), room('  onJoin(client) {\n    this.broadcast("hi");\n  }', from))),
  example('required', fails('missing', 'Arena'), "const colyseus = require('colyseus');\nexports.room = class Arena extends colyseus.Room {\n  onJoin() {}\n};"),
  example('taken apart', fails('missing', 'Arena'), "const { Room } = require('colyseus');\nclass Arena extends Room {\n  onMessage() {}\n}\nmodule.exports = Arena;"),
  example('with a state', fails('missing', 'Arena'), "import { Room, type Client } from 'colyseus';\nimport { State } from './state.js';\nexport class Arena extends Room<State, string> {\n  state: State = new State();\n  onJoin(client: Client): void {}\n}", { language: 'ts' }),
  example('by a class between', fails('missing', 'Arena'), "import { Room } from 'colyseus';\nclass Base extends Room {\n  onJoin() {}\n}\nexport class Arena extends Base {}"),
  example('a guard in onJoin that throws', enforced(3, 'Arena'), room(joining.replaceAll('KEY', 'client.auth.id'))),
  example('a guard in onJoin that leaves', enforced(3, 'Arena'), room(joining.replaceAll('KEY', 'client.auth.id').replace("throw new ServerError(4029, 'too many')", 'return client.leave(4029)'))),
  example('a count in onLeave that forgets who is gone, which limits nobody and need not', enforced(3, 'Arena'), room(joining.replaceAll('KEY', 'client.auth.id').replace('?.delete(client.sessionId);', '?.delete(client.sessionId);\n    if (open.get(client.auth.id)?.size === 0) open.delete(client.auth.id);')).replace('export class', 'class')),
  example('a guard in static onAuth', enforced(3, 'Arena'), room("  static async onAuth(token) {\n    const user = await verify(token);\n    const mine = open.get(user.id) ?? 0;\n    if (mine >= 3) throw new ServerError(429, 'too many');\n    open.set(user.id, mine + 1);\n    return user;\n  }")),
  example('a guard in onAuth that returns false', enforced(3, 'Arena'), room("  async onAuth(client, options, context) {\n    const user = await verify(context.token);\n    const mine = open.get(user.id) ?? 0;\n    if (mine >= 3) return false;\n    open.set(user.id, mine + 1);\n    return user;\n  }")),
  example('an onAuth that is not asked, for there is a static one', fails('missing', 'Arena'), room("  static async onAuth(token) {\n    return verify(token);\n  }\n  async onAuth(client, options, context) {\n    const user = await verify(context.token);\n    const mine = open.get(user.id) ?? 0;\n    if (mine >= 3) return false;\n    open.set(user.id, mine + 1);\n    return user;\n  }")),
  example('a guard of the first versions', enforced(3, 'Arena'), room("  requestJoin(options) {\n    const mine = open.get(options.userId) ?? 0;\n    if (mine >= 3) return false;\n    open.set(options.userId, mine + 1);\n    return true;\n  }")),
  example('a limit of the room', fails('perRoomOnly', 'Arena'), room('  maxClients = 4;\n  onJoin() {}')),
  example('a limit of the room, set when it is made', fails('perRoomOnly', 'Arena'), room('  onCreate() {\n    this.maxClients = 4;\n  }')),
  example('a guard by the connection', fails('perConnection', 'Arena'), room(joining.replaceAll('KEY', 'client.sessionId'))),
  example('a guard by the address', fails('perAddressOnly', 'Arena'), room("  static async onAuth(token, options, context) {\n    const mine = open.get(context.ip) ?? 0;\n    if (mine >= 3) throw new ServerError(429, 'too many');\n    open.set(context.ip, mine + 1);\n    return verify(token);\n  }")),
  example('a guard for all', fails('globalOnly', 'Arena'), room("  onJoin(client) {\n    if (open.size >= 100) throw new ServerError(4029, 'full');\n    open.set(client.sessionId, client);\n  }")),
  example('a guard that only tells', fails('notRejected', 'Arena'), room(joining.replaceAll('KEY', 'client.auth.id').replace("throw new ServerError(4029, 'too many')", 'client.send("full")'))),
  example('a key that the client sends passes', passes('Arena'), room(joining.replaceAll('KEY', 'options.userId'))),
  example('a class of the same name', [], "import { Room } from './house.js';\nexport class Kitchen extends Room {\n  onJoin() {}\n}"),
  example('a client', [], "import { Client } from 'colyseus.js';\nconst client = new Client('ws://localhost');\nconst room = await client.joinOrCreate('arena');\nroom.onMessage('hi', () => {});"),
]);

const guard = `export const transport = new WebSocketTransport({
  async beforeUpgrade(request) {
    const user = await verify(request.headers.get('authorization'));
    const mine = open.get(user.id) ?? 0;
    if (mine >= 3) return new Response(null, { status: 429 });
    open.set(user.id, mine + 1);
  },
});`;

it('is guarded by its transport', () => {
  const transport = `import { WebSocketTransport } from '@colyseus/ws-transport';\nimport { verify } from './token.js';\nconst open = new Map();\n${guard}`;
  const arena = "import { Room } from '@colyseus/core';\nexport class Arena extends Room {\n  onJoin() {}\n}";
  expect(lintProgram({ 'arena.js': arena, 'app.js': transport })).toEqual([inProgram(3)]);
  expect(lintProgram({ 'arena.js': arena, 'app.js': transport.replace('new Response(null, { status: 429 })', 'undefined') })).toEqual([failing('notRejected')]);
  expect(lintProgram({ 'arena.js': arena, 'other/package.json': '{ "name": "other" }', 'other/app.js': transport })).toEqual([failing('missing')]);
});

it('is guarded by a base class', () => {
  const base = `import { Room, ServerError } from 'colyseus';\nconst open = new Map();\nexport class Base extends Room {\n${joining.replaceAll('KEY', 'auth.id').replace('onLeave(client) {\n    open.get(auth.id)?.delete(client.sessionId);\n  }', '')}\n}`;
  expect(lintProgram({ 'arena.js': "import { Base } from './base.js';\nimport 'colyseus';\nexport class Arena extends Base {}", 'base.js': base })).toEqual([inProgram(3)]);
});
