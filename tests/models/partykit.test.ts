import { describe, expect, it } from 'vitest';
import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';
import { declares } from './declared.js';

// The partykit package brings a runtime with it; what is said of it was read in version 0.0.115.

testExamples('PartyServer and PartyKit', [
  example(
    'a handler',
    fails('missing', 'onConnect'),
    `
import { Server, type Connection } from 'partyserver';
export class Chat extends Server<Env> {
  onConnect(connection: Connection) { connection.send('hi'); }
}
`,
    { language: 'ts' },
  ),
  example(
    'a class without one accepts, too',
    fails('missing', 'Chat'),
    `
import { Server } from 'partyserver';
export class Chat extends Server { onMessage(c, m) { this.broadcast(m); } }
`,
    { language: 'ts' },
  ),
  example(
    'connections by tag: the new one has it already',
    enforced(3, 'onConnect'),
    `
import { Server, type Connection, type ConnectionContext } from 'partyserver';
import { verify } from './token';
export class Chat extends Server<Env> {
  async onConnect(connection: Connection, ctx: ConnectionContext) {
    const { sub } = await verify(ctx.request.headers.get('authorization'));
    if ([...this.getConnections(sub)].length > 3) { connection.close(4029, 'limit'); return; }
  }
}
`,
    { language: 'ts' },
  ),
  example(
    'connections by state: the new one has none yet',
    enforced(3, 'onConnect'),
    `
import { Server, type Connection, type ConnectionContext } from 'partyserver';
import { verify } from './token';
export class Chat extends Server<Env> {
  async onConnect(connection: Connection, ctx: ConnectionContext) {
    const { sub } = await verify(ctx.request.headers.get('authorization'));
    let open = 0;
    for (const other of this.getConnections()) if (other.state?.userId === sub) open++;
    if (open >= 3) return connection.close(4029, 'limit');
    connection.setState({ userId: sub });
  }
}
`,
    { language: 'ts' },
  ),
  example(
    'all connections of a room',
    fails('perRoomOnly', 'onConnect'),
    `
import { Server, type Connection, type ConnectionContext } from 'partyserver';
export class Chat extends Server<Env> {
  onConnect(connection: Connection, ctx: ConnectionContext) {
    if (Array.from(this.getConnections()).length > 100) connection.close(4029, 'limit');
  }
}
`,
    { language: 'ts' },
  ),
  example(
    'by the id of the connection',
    fails('perConnection', 'onConnect'),
    `
import { Server, type Connection, type ConnectionContext } from 'partyserver';
export class Chat extends Server<Env> {
  onConnect(connection: Connection, ctx: ConnectionContext) {
    if ([...this.getConnections(connection.id)].length > 3) connection.close(4029, 'limit');
  }
}
`,
    { language: 'ts' },
  ),
  example(
    'counted in the memory of a worker',
    fails('missing', 'onConnect'),
    `
import { Server, routePartykitRequest } from 'partyserver';
import { verify } from './token';
const open = new Map();
export class Chat extends Server<Env> {
  onConnect(connection) { connection.send('x'); }
}
export default { async fetch(request: Request, env: Env) {
  return await routePartykitRequest(request, env, { async onBeforeConnect(req) {
    const { sub } = await verify(req.headers.get('authorization'));
    const n = open.get(sub) ?? 0;
    if (n >= 3) return new Response('Too many', { status: 429 });
    open.set(sub, n + 1);
  } });
} };
`,
    { language: 'ts' },
  ),
  example(
    'counted outside, before there is a room',
    enforced(3, 'onConnect'),
    `
import { Server, routePartykitRequest } from 'partyserver';
import { Redis } from '@upstash/redis';
import { verify } from './token';
const redis = Redis.fromEnv();
export class Chat extends Server<Env> {
  onConnect(connection) { connection.send('x'); }
}
export default { async fetch(request: Request, env: Env) {
  return await routePartykitRequest(request, env, { onBeforeConnect: async (req) => {
    const { sub } = await verify(req.headers.get('authorization'));
    if (await redis.incr(\`open:\${sub}\`) > 3) return new Response('Too many', { status: 429 });
    return req;
  } });
} };
`,
    { language: 'ts' },
  ),
  example(
    'let pass all the same',
    fails('notRejected', 'onConnect'),
    `
import { Server, routePartykitRequest } from 'partyserver';
import { Redis } from '@upstash/redis';
import { verify } from './token';
const redis = Redis.fromEnv();
export class Chat extends Server<Env> {
  onConnect(connection) { connection.send('x'); }
}
export default { async fetch(request: Request, env: Env) {
  return await routePartykitRequest(request, env, { onBeforeConnect: async (req) => {
    const { sub } = await verify(req.headers.get('authorization'));
    if (await redis.incr(\`open:\${sub}\`) > 3) return req;
  } });
} };
`,
    { language: 'ts' },
  ),
  example(
    'an override of fetch',
    enforced(3, 'onConnect'),
    `
import { Server } from 'partyserver';
export class Chat extends Server<Env> {
  async fetch(request: Request) {
    const userId = request.headers.get('x-user-id');
    if (this.ctx.getWebSockets(userId).length >= 3) return new Response('Too many', { status: 429 });
    return super.fetch(request);
  }
  onConnect(connection) { connection.send('x'); }
}
`,
    { language: 'ts' },
  ),
  ...(
    [
      ['sub', enforced(3, 'onConnect')],
      ["'all'", fails('globalOnly', 'onConnect')],
      ["url.searchParams.get('room')", fails('perRoomOnly', 'onConnect')],
    ] as const
  ).map(([name, expected]) =>
    example(
      `all connections of a server that is asked for by ${name}`,
      expected,
      `
import { getServerByName, Server } from 'partyserver';
import { verify } from './token';
export class Chat extends Server<Env> {
  static options = { hibernate: true };
  async fetch(request: Request) {
    if (request.headers.has('Upgrade') && this.ctx.getWebSockets().length >= 3) return new Response('Too many', { status: 429 });
    return super.fetch(request);
  }
  onConnect(connection) { connection.send('x'); }
}
export default { async fetch(request: Request, env: Env) {
  const url = new URL(request.url);
  const { sub } = await verify(request.headers.get('authorization'));
  return (await getServerByName(env.CHAT, ${name})).fetch(request);
} };
`,
      { language: 'ts' },
    ),
  ),
  example(
    'PartyKit: a class',
    fails('missing', 'onConnect'),
    `
import type * as Party from 'partykit/server';
export default class Room implements Party.Server {
  constructor(readonly room: Party.Room) {}
  onConnect(conn: Party.Connection, ctx: Party.ConnectionContext) { conn.send('hi'); }
}
`,
    { language: 'ts' },
  ),
  example(
    'PartyKit: all connections of a room',
    fails('perRoomOnly', 'onConnect'),
    `
import type * as Party from 'partykit/server';
export default class Room implements Party.Server {
  constructor(readonly room: Party.Room) {}
  onConnect(conn: Party.Connection, ctx: Party.ConnectionContext) {
    if ([...this.room.getConnections()].length > 10) { conn.close(4000, 'full'); return; }
    conn.send('hi'); }
}
`,
    { language: 'ts' },
  ),
  example(
    'PartyKit: its collection of them',
    fails('perRoomOnly', 'onConnect'),
    `
import type * as Party from 'partykit/server';
export default class Room implements Party.Server {
  constructor(readonly room: Party.Room) {}
  onConnect(conn: Party.Connection) {
    if (this.room.connections.size > 10) { conn.close(); return; }
  }
}
`,
    { language: 'ts' },
  ),
  example(
    'PartyKit: a limiter out of reach, before there is a room',
    fails('unverifiable', 'onConnect'),
    `
import type * as Party from 'partykit/server';
import { canConnectMore } from 'limits';
export default class Room implements Party.Server {
  static async onBeforeConnect(req: Party.Request, lobby: Party.Lobby) {
    if (!(await canConnectMore(req))) return new Response('no', { status: 429 });
    return req;
  }
  onConnect(conn: Party.Connection) {}
}
`,
    { language: 'ts' },
  ),
  example(
    'a class of the program with that name',
    [],
    `
import { Server } from './own';
export class Chat extends Server { onConnect(c) { c.close(); } }
`,
    { language: 'ts' },
  ),
]);

describe('partyserver, as declared', () => {
  it.each(['declare class Server<', 'onConnect(', 'onMessage(', 'onClose(', 'onError(', 'getConnections<', 'getConnectionTags(', 'declare function routePartykitRequest', 'declare function getServerByName', 'onBeforeConnect?:'])('%s', (text) => {
    expect(declares('partyserver/dist/index.d.ts', text)).toBe(true);
  });

  it('closes a connection whose handler throws', () => {
    expect(declares('partyserver/dist/index.js', 'close(1011, "Uncaught exception during session setup")')).toBe(true);
  });
});
