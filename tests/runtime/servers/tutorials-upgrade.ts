import { type Tutorial } from '../describe-tutorial.js';

const start = String.raw`
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocketServer } from 'ws';

const MAX_CONNECTIONS_PER_USER = 3;
const connectionsPerUser = new Map();

const server = createServer();

const tokenOf = (request) => new URL(request.url, 'http://localhost').searchParams.get('token');

async function authenticate(request) {
  const token = tokenOf(request);
  await delay(10 * token.length);
  return token;
}
`;

const listen = String.raw`
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ port: server.address().port }));
});
`;

const accept = String.raw`
const wss = new WebSocketServer({ noServer: true });
wss.on('connection', (ws) => {
  ws.on('error', console.error);
  ws.send('welcome');
});
`;

export const releaseByWebSocket: Tutorial = {
  name: 'a slot taken in the upgrade handler, given back by the WebSocket',
  source: `${start}
${accept}
server.on('upgrade', async (request, socket, head) => {
  socket.on('error', console.error);
  const userId = await authenticate(request);
  const sockets = connectionsPerUser.get(userId) ?? new Set();
  if (sockets.size >= MAX_CONNECTIONS_PER_USER) {
    socket.end('HTTP/1.1 429 Too Many Requests\\r\\nConnection: close\\r\\n\\r\\n');
    return;
  }
  connectionsPerUser.set(userId, sockets.add(socket));
  wss.handleUpgrade(request, socket, head, (ws) => {
    ws.on('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) connectionsPerUser.delete(userId);
    });
    wss.emit('connection', ws, request);
  });
});
${listen}`,
  fails: [
    'holds no slot for a client that hung up (FIN) while it was authenticated',
    'holds no slot for a client that was dropped (RST) while it was authenticated',
    'is rid of a silent refused client within 5 s',
    'gives the slots back when the handshake fails later',
  ],
};

export const releaseByGoneSocket: Tutorial = {
  name: 'a slot given back by the raw socket, which may be gone by then',
  source: `${start}
${accept}
server.on('upgrade', async (request, socket, head) => {
  socket.on('error', console.error);
  const userId = await authenticate(request);
  const sockets = connectionsPerUser.get(userId) ?? new Set();
  if (sockets.size >= MAX_CONNECTIONS_PER_USER) {
    socket.end('HTTP/1.1 429 Too Many Requests\\r\\nConnection: close\\r\\n\\r\\n', () => socket.destroy());
    return;
  }
  connectionsPerUser.set(userId, sockets.add(socket));
  socket.once('close', () => {
    sockets.delete(socket);
    if (sockets.size === 0) connectionsPerUser.delete(userId);
  });
  wss.handleUpgrade(request, socket, head, (ws) => wss.emit('connection', ws, request));
});
${listen}`,
  fails: [
    'holds no slot for a client that was dropped (RST) while it was authenticated',
  ],
};
