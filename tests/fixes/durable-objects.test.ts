import { describeFixes } from './describe-fixes.js';

const HEAD = `import { DurableObject } from 'cloudflare:workers';
import { verifyToken } from './auth.js';
`;
const object = (body: string): string => `${HEAD}
export class Chat extends DurableObject {
  async fetch(request) {
    const user = await verifyToken(request.headers.get('authorization'));
${body}
  }
}
`;
const ACCEPTING = `    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment(user.id);
    return new Response(null, { status: 101, webSocket: client });`;
const worker = (asking: string): string => `
export default {
  async fetch(request, env) {
    const user = await verifyToken(request.headers.get('authorization'));
    const { pathname } = new URL(request.url);
    if (pathname === '/health') return new Response('of ' + user.id);
    return ${asking}.fetch(request);
  },
};
`;

describeFixes('Durable Objects', [
  {
    name: 'one object for all, and tags that are there',
    language: 'esm',
    by: 'fix',
    code: object(ACCEPTING.replace('(server)', "(server, ['all', 'web'])")) + worker("env.CHAT.getByName('all')"),
  },
  {
    name: 'tags that are made elsewhere',
    language: 'esm',
    by: 'nothing',
    code: object(ACCEPTING.replace('(server)', '(server, user.tags)')) + worker("env.CHAT.getByName('all')"),
  },
  {
    name: 'an object for each user',
    language: 'esm',
    by: 'fix',
    code: object(ACCEPTING) + worker('env.CHAT.get(env.CHAT.idFromName(user.id))'),
  },
  {
    name: 'an object for each room',
    language: 'esm',
    by: 'nothing',
    code: object(ACCEPTING) + worker("env.CHAT.getByName(pathname.split('/')[2])"),
  },
  {
    name: 'objects with ids of their own',
    language: 'esm',
    by: 'nothing',
    code: object(ACCEPTING) + worker("env.CHAT.get(pathname === '/new' ? env.CHAT.newUniqueId() : env.CHAT.idFromName('all'))"),
  },
  {
    name: 'nothing in reach asks for the object',
    language: 'esm',
    by: 'suggestion',
    code: object(ACCEPTING),
  },
  {
    name: 'the user in a header that the worker in front sets',
    language: 'esm',
    by: 'suggestion',
    code: `${HEAD}
export class Chat extends DurableObject {
  fetch(request) {
    const userId = request.headers.get('x-user-id');
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment({ userId });
    return new Response(null, { status: 101, webSocket: client });
  }
}

export default {
  async fetch(request, env) {
    const { id } = await verifyToken(request.headers.get('authorization'));
    const asked = new request.constructor(request);
    asked.headers.set('x-user-id', id);
    return env.CHAT.getByName('all').fetch(asked);
  },
};
`,
  },
  {
    name: 'something asynchronous behind the acceptance',
    language: 'esm',
    by: 'nothing',
    code: object(ACCEPTING.replace('    return', "    await this.ctx.storage.put('last', user.id);\n    return")) + worker("env.CHAT.getByName('all')"),
  },
  {
    name: 'a way out behind the acceptance, in an object that is not asynchronous',
    language: 'esm',
    by: 'fix',
    code: `${HEAD}
export class Chat extends DurableObject {
  fetch(request) {
    const pair = new WebSocketPair();
    this.ctx.acceptWebSocket(pair[1]);
    if (request.headers.has('x-test')) return new Response('tested');
    return new Response(null, { status: 101, webSocket: pair[0] });
  }
}
${worker('env.CHAT.getByName(user.id)')}`,
  },
  {
    name: 'a state that is handed in, and an id of any type',
    language: 'typescript',
    by: 'fix',
    code: `declare const verifyToken: (token: string | null) => Promise<{ id: number }>;

interface Env {
  CHAT: DurableObjectNamespace;
}

export class Chat implements DurableObject {
  constructor(private readonly state: DurableObjectState) {}

  async fetch(request: Request): Promise<Response> {
    if (request.headers.get('Upgrade') !== 'websocket') return new Response('Expected an upgrade', { status: 426 });
    return this.upgrade(await verifyToken(request.headers.get('authorization')));
  }

  private upgrade(user: { id: number }): Response {
    const pair = new WebSocketPair();
    this.state.acceptWebSocket(pair[1]);
    pair[1].serializeAttachment(user.id);
    return new Response(null, { status: 101, webSocket: pair[0] });
  }
}

export default {
  fetch(request, env) {
    return env.CHAT.get(env.CHAT.idFromName('all')).fetch(request);
  },
} satisfies ExportedHandler<Env>;
`,
  },
  {
    name: 'two acceptances in one function',
    language: 'esm',
    by: 'nothing',
    code: `${HEAD}
export class Chat extends DurableObject {
  async fetch(request) {
    const user = await verifyToken(request.headers.get('authorization'));
    const pair = new WebSocketPair();
    if (request.url.endsWith('/quiet')) {
      const quiet = new WebSocketPair();
      quiet[1].accept();
      return new Response(null, { status: 101, webSocket: quiet[0] });
    }
    pair[1].accept();
    pair[1].send(user.id);
    return new Response(null, { status: 101, webSocket: pair[0] });
  }
}
${worker("env.CHAT.getByName('all')")}`,
  },
  {
    name: 'two methods that share one Map',
    language: 'esm',
    by: 'fix',
    code: `${HEAD}
export class Chat extends DurableObject {
  fetch(request) {
    return request.url.endsWith('/quiet') ? this.listen(request) : this.talk(request);
  }

  async listen(request) {
    const user = await verifyToken(request.headers.get('authorization'));
    const { 0: client, 1: server } = new WebSocketPair();
    server.accept();
    server.send(user.id);
    return new Response(null, { status: 101, webSocket: client });
  }

  async talk(request) {
    const user = await verifyToken(request.headers.get('authorization'));
    const { 0: client, 1: server } = new WebSocketPair();
    server.accept();
    server.addEventListener('message', ({ data }) => server.send(user.id + data));
    return new Response(null, { status: 101, webSocket: client });
  }
}
${worker("env.CHAT.getByName('all')")}`,
  },
  {
    name: 'a worker without an object, which forgets',
    language: 'esm',
    by: 'nothing',
    code: `import { verifyToken } from './auth.js';

export default {
  async fetch(request) {
    const user = await verifyToken(request.headers.get('authorization'));
    const { 0: client, 1: server } = new WebSocketPair();
    server.accept();
    server.send(user.id);
    return new Response(null, { status: 101, webSocket: client });
  },
};
`,
  },
]);
