import { describeFixes } from './describe-fixes.js';

const HEAD = `import { getServerByName, routePartykitRequest, Server } from 'partyserver';
import { verifyToken } from './auth.js';
`;
const server = (options: string, members: string): string => `${HEAD}
export class Chat extends Server {
  static options = { ${options} };

${members}
}
`;
const MESSAGES = `  onMessage(connection, message) {
    this.broadcast(connection.id + message);
  }`;
const OF_USER = `
export default {
  async fetch(request, env) {
    if (request.url.endsWith('/parties')) return new Response(routePartykitRequest.name);
    const { id } = await verifyToken(request.headers.get('authorization'));
    return (await getServerByName(env.Chat, id)).fetch(request);
  },
};
`;
const OF_ROOM = `
export default {
  async fetch(request, env) {
    const { id } = await verifyToken(request.headers.get('authorization'));
    const response = await routePartykitRequest(request, env, { headers: { 'x-user': id } });
    return response ?? (await getServerByName(env.Chat, id)).fetch(request);
  },
};
`;

describeFixes('PartyServer', [
  {
    name: 'a server without a handler for new connections',
    language: 'esm',
    by: 'fix',
    code: server('hibernate: true', MESSAGES) + OF_USER,
  },
  {
    name: 'a server that does not hibernate',
    language: 'esm',
    by: 'nothing',
    code: server('hibernate: false', MESSAGES) + OF_USER,
  },
  {
    name: 'clients may name the room, too',
    language: 'esm',
    by: 'nothing',
    code: server('hibernate: true', MESSAGES) + OF_ROOM,
  },
  {
    name: 'a server that asks for tags',
    language: 'esm',
    by: 'nothing',
    code: server('hibernate: true', `  async getConnectionTags(connection) {\n    return [await this.ctx.storage.get(connection.id)];\n  }\n\n${MESSAGES}`) + OF_USER,
  },
  {
    name: 'two servers of users',
    language: 'esm',
    by: 'fix',
    code: `${server('hibernate: true', MESSAGES)}
export class Feed extends Server {
  static options = { hibernate: true };

  onConnect(connection) {
    connection.send('feed');
  }
}
${OF_USER}`,
  },
]);
