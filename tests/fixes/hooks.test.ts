import { describeFixes } from './describe-fixes.js';

const CROSSWS = `import { createServer } from 'node:http';
import crossws from 'crossws/adapters/node';
`;
const LISTENING = `
const server = createServer();
server.on('upgrade', ws.handleUpgrade);
`;
const crossws = (hooks: string): string => `${CROSSWS}
const ws = crossws({
  hooks: {
${hooks}
  },
});
${LISTENING}`;
const UPGRADE = `    async upgrade(request) {
      const user = await verifyToken(request.headers.get('authorization'));
      return { context: { userId: user.id } };
    },`;
const verified = (code: string): string => code.replace("import { createServer } from 'node:http';\n", "import { createServer } from 'node:http';\nimport { verifyToken } from './auth.js';\n");

describeFixes('crossws and h3', [
  {
    name: 'no authentication at all: a suggestion that refuses who has no user',
    language: 'esm',
    by: 'suggestion',
    code: crossws("    open(peer) {\n      peer.send('hi');\n    },"),
  },
  {
    name: 'a user that the settings name',
    language: 'esm',
    by: 'fix',
    settings: { identity: ['peer.context.user.id'] },
    code: crossws("    open(peer) {\n      peer.send('hi');\n    },"),
  },
  {
    name: 'a close hook that is there, with another name for the peer',
    language: 'esm',
    by: 'fix',
    code: verified(crossws(`${UPGRADE}\n    open: (peer) => {\n      peer.send('hi');\n    },\n    close: (connection, details) => {\n      console.log(connection.id, details.code);\n    },`)),
  },
  {
    name: 'a user that some connections have',
    language: 'esm',
    by: 'suggestion',
    code: verified(crossws(`${UPGRADE.replace('      return {', '      if (!user) return undefined;\n      return {')}\n    open(peer) {\n      peer.send('hi');\n    },`)),
  },
  {
    name: 'a user that every connection has, or is refused',
    language: 'esm',
    by: 'fix',
    code: verified(crossws(`${UPGRADE.replace('      return {', "      if (!user) return new Response('Unauthorized', { status: 401 });\n      return {")}\n    open(peer) {\n      peer.send('hi');\n    },`)),
  },
  {
    name: 'a close hook without parameters',
    language: 'esm',
    by: 'fix',
    code: verified(crossws(`${UPGRADE}\n    open(peer) {\n      peer.send('hi');\n    },\n    close() {\n      console.log('bye');\n    },`)),
  },
  {
    name: 'an open hook without parameters',
    language: 'esm',
    by: 'fix',
    code: verified(crossws(`${UPGRADE}\n    open() {\n      console.log('hi');\n    },`)),
  },
  {
    name: 'an open hook that is one expression',
    language: 'esm',
    by: 'nothing',
    code: verified(crossws(`${UPGRADE}\n    open: (peer) => peer.send('hi'),`)),
  },
  {
    name: 'a route of Nitro, whose functions need no import',
    language: 'esm',
    by: 'fix',
    code: `import { verifyToken } from './auth.js';

export default defineWebSocketHandler({
${UPGRADE.replaceAll(/^ {2}/gmu, '')}
  open(peer) {
    peer.send('hi');
  },
});
`,
  },
  {
    name: 'hooks of an event handler',
    language: 'esm',
    by: 'fix',
    code: `import { eventHandler } from 'h3';
import { verifyToken } from './auth.js';

export default eventHandler({
  handler: () => 'hello',
  websocket: {
${UPGRADE}
    open(peer) {
      peer.send('hi');
    },
  },
});
`,
  },
  {
    name: 'two routes of h3 that share one Map',
    language: 'esm',
    by: 'fix',
    code: `import { defineWebSocketHandler, H3 } from 'h3';
import { verifyToken } from './auth.js';

const upgrade = async (request) => {
  const user = await verifyToken(request.headers.get('authorization'));
  return { context: { userId: user.id } };
};

export const app = new H3();
app.get('/chat', defineWebSocketHandler({
  upgrade,
  open(peer) {
    peer.subscribe('chat');
  },
}));
app.get('/news', defineWebSocketHandler({
  upgrade,
  open(peer) {
    peer.subscribe('news');
  },
}));
`,
  },
]);

const graphql = (options: string): string => `import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { verifyToken } from './auth.js';
import { schema } from './schema.js';

useServer({ schema, ${options} }, new WebSocketServer({ port: 4000 }));
`;

describeFixes('graphql-ws', [
  {
    name: 'a user from the parameters of the connection, and hooks for its end',
    language: 'esm',
    by: 'fix',
    code: graphql(`
  async onConnect(ctx) {
    const user = await verifyToken(ctx.connectionParams.token);
    if (!user) return false;
    return { user: user.id };
  },
  onClose(ctx, code) {
    console.log(code);
  },
`),
  },
  {
    name: 'a user from the request, at once',
    language: 'esm',
    by: 'fix',
    code: graphql(`
  onConnect({ extra: { request, socket: connection } }) {
    const user = verifyToken(request.headers.authorization);
    connection.binaryType = 'arraybuffer';
    return { user: user.id };
  },
`),
  },
  {
    name: 'a pattern whose missing member has a name that is taken',
    language: 'esm',
    by: 'nothing',
    code: graphql(`
  async onConnect({ connectionParams }) {
    const extra = 'more';
    const user = await verifyToken(connectionParams.token);
    return { user: user.id, extra };
  },
`),
  },
  {
    name: 'a pattern with a type of its own',
    language: 'typescript',
    by: 'nothing',
    code: `import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

declare function verifyToken(token: unknown): Promise<{ id: string }>;

useServer(
  {
    async onConnect({ connectionParams }: { connectionParams?: Record<string, unknown> }) {
      const user = await verifyToken(connectionParams?.['token']);
      return { user: user.id };
    },
  },
  new WebSocketServer({ port: 4000 }),
);
`,
  },
  {
    name: 'onConnect without parameters',
    language: 'esm',
    by: 'nothing',
    code: graphql(`
  onConnect() {
    console.log('hi');
  },
`),
  },
  { name: 'no onConnect', language: 'esm', by: 'nothing', code: graphql('context: () => ({})') },
]);

const subscriptions = (onConnect: string): string => `import { execute, subscribe } from 'graphql';
import { SubscriptionServer } from 'subscriptions-transport-ws';
import { verifyToken } from './auth.js';
import { schema } from './schema.js';

new SubscriptionServer({ schema, execute, subscribe, ${onConnect} }, { port: 4000 });
`;

describeFixes('subscriptions-transport-ws', [
  { name: 'a user that is known at once', language: 'esm', by: 'fix', code: subscriptions('onConnect: (params, socket) => {\n  const user = verifyToken(params.token);\n  return { user: user.id, protocol: socket.protocol };\n}') },
  { name: 'onConnect without the socket', language: 'esm', by: 'nothing', code: subscriptions('onConnect: (params) => {\n  const user = verifyToken(params.token);\n  return { user: user.id };\n}') },
]);

const trpc = (options: string, before = ''): string => `import { applyWSSHandler } from '@trpc/server/adapters/ws';
import { WebSocketServer } from 'ws';
import { verifyToken } from './auth.js';
import { router } from './router.js';

const wss = new WebSocketServer({ port: 3001 });
${before}applyWSSHandler({ wss, router, ${options} });
`;
const CONTEXT = `async ({ req }) => {
  const user = await verifyToken(req.headers.authorization);
  return { user };
}`;

describeFixes('tRPC', [
  { name: 'a pattern', language: 'esm', by: 'fix', code: trpc(`createContext: ${CONTEXT.replace('{ user }', '{ user: user.id }')}`) },
  { name: 'a pattern that takes the rest, which would lose the member', language: 'esm', by: 'nothing', code: trpc(`createContext: ${CONTEXT.replace('{ req }', '{ req, ...others }').replace('{ user }', '{ user: user.id, others }')}`) },
  { name: 'a user that the settings name', language: 'esm', by: 'fix', settings: { identity: ['req.user.id'] }, code: trpc('createContext(opts) {\n  return { req: opts.req };\n}') },
  { name: 'a context that other adapters may be given, too', language: 'esm', by: 'nothing', code: trpc('createContext', `const createContext = ${CONTEXT.replace('{ user }', '{ user: user.id }')};\n`) },
  { name: 'a context that is one expression', language: 'esm', by: 'nothing', code: trpc('createContext: ({ req }) => ({ user: verifyToken(req.headers.authorization).id })') },
]);

const rooms = (...bodies: string[]): string => `import { Room } from '@colyseus/core';
import { verifyToken } from './auth.js';
${bodies.map((body, index) => `
export class Arena${String(index)} extends Room {
  static async onAuth(token) {
    const user = await verifyToken(token);
    return { userId: user.id };
  }

${body}
}
`).join('')}`;

describeFixes('Colyseus', [
  { name: 'two rooms that share one Map', language: 'esm', by: 'fix', code: rooms("  onJoin(client) {\n    client.send('hi');\n  }", "  onJoin(player) {\n    player.send('hi');\n  }\n\n  onLeave() {}") },
  {
    name: 'a user that onJoin asks for',
    language: 'esm',
    by: 'fix',
    code: rooms("  async onJoin(client, options) {\n    const user = await verifyToken(options.token);\n    client.send('hi', user.id);\n  }").replace(/ {2}static[\s\S]*?\n {2}\}\n\n/u, ''),
  },
  { name: 'a room to which clients come back', language: 'esm', by: 'nothing', code: rooms('  onJoin() {}\n\n  async onLeave(client) {\n    await this.allowReconnection(client, 20);\n  }').replace('onJoin() {}', "onJoin(client) {\n    client.send('hi');\n  }") },
  { name: 'a user that is there or not', language: 'esm', by: 'suggestion', code: rooms("  onJoin(client) {\n    client.send('hi');\n  }").replace('    return {', '    if (!user) return true;\n    return {') },
  { name: 'onJoin without parameters', language: 'esm', by: 'nothing', code: rooms("  onJoin() {\n    this.broadcast('hi');\n  }") },
  { name: 'no onJoin', language: 'esm', by: 'nothing', code: rooms("  onCreate() {\n    this.broadcast('hi');\n  }") },
]);

/** A room whose `client.auth` is what `onAuth` gives. */
const asked = (onAuth: string, onJoin: string): string => `import { Room } from '@colyseus/core';
import { verifyToken } from './auth.js';

export class Arena extends Room {
  static async onAuth(token) {
    ${onAuth}
  }

  onJoin(client) {
    ${onJoin}
  }
}
`;
const HI = "client.send('hi');";
const READING = 'const user = await verifyToken(token);\n    console.log(user.userId);';
describeFixes('Colyseus, where the user itself is what onAuth gives', [
  { name: 'a field of it is read as the key', language: 'esm', by: 'fix', code: asked(`${READING}\n    return user;`, HI) },
  { name: 'no field of it is read', language: 'esm', by: 'suggestion', code: asked('return verifyToken(token);', HI) },
  { name: 'others are refused by a value', language: 'esm', by: 'fix', code: asked(`if (!token) return false;\n    ${READING}\n    return user;`, HI) },
  { name: 'two ways to become somebody', language: 'esm', by: 'suggestion', code: asked(`${READING}\n    if (!user) return verifyToken('guest');\n    return user;`, HI) },
]);

const hocuspocus = (options: string): string => `import { Server } from '@hocuspocus/server';
import { verifyToken } from './auth.js';

const server = new Server({
${options}
});
await server.listen();
`;

describeFixes('Hocuspocus', [
  { name: 'a user that is known at once', language: 'esm', by: 'fix', code: hocuspocus('  async onUpgrade({ request }) {\n    const user = verifyToken(request.headers.cookie);\n    console.log(user.id);\n  },') },
  { name: 'a user that the settings name', language: 'esm', by: 'fix', settings: { identity: ['request.user.id'] }, code: hocuspocus('  async onUpgrade(data) {\n    console.log(data.request.url);\n  },') },
  { name: 'a user that is known for each document alone', language: 'esm', by: 'nothing', code: hocuspocus('  async onAuthenticate({ token }) {\n    const user = await verifyToken(token);\n    return { user: { id: user.id } };\n  },') },
]);
