import { DurableObject } from 'cloudflare:workers';
import { authenticate } from './auth.mjs';

const MAX_CONNECTIONS_PER_USER = 3;

/** One object for each user: it holds all connections of that user, and nobody else's. */
export class UserConnections extends DurableObject {
  async fetch() {
    if (this.ctx.getWebSockets().length >= MAX_CONNECTIONS_PER_USER) {
      return new Response('Connection limit reached', { status: 429 });
    }
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    server.send('Welcome');
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws, message) {
    ws.send(message);
  }
}

export default {
  async fetch(request, env) {
    if (request.headers.get('upgrade') !== 'websocket') return new Response('WebSocket expected', { status: 426 });
    const userId = await authenticate(request.headers.get('cookie'));
    if (userId === undefined) return new Response('Unauthorized', { status: 401 });
    return await env.USER_CONNECTIONS.getByName(userId).fetch(request);
  },
};
