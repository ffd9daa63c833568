import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { authenticate } from './auth.mjs';

const MAX_CONNECTIONS_PER_USER = 3;
const HEARTBEAT_MS = 30_000;

const connectionsPerUser = new Map();
const server = createServer((request, response) => response.writeHead(426).end());
const wss = new WebSocketServer({ noServer: true });

function refuse(socket, status) {
  socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
  socket.destroy();
}

server.on('upgrade', async (request, socket, head) => {
  socket.on('error', () => socket.destroy());
  const userId = await authenticate(request.headers.cookie).catch(() => undefined);
  if (userId === undefined) {
    refuse(socket, '401 Unauthorized');
    return;
  }

  const connections = connectionsPerUser.get(userId) ?? new Set();
  if (!socket.readable || connections.size >= MAX_CONNECTIONS_PER_USER) {
    refuse(socket, '429 Too Many Requests');
    return;
  }
  connectionsPerUser.set(userId, connections.add(socket));
  socket.once('close', () => {
    connections.delete(socket);
    if (connections.size === 0) connectionsPerUser.delete(userId);
  });

  wss.handleUpgrade(request, socket, head, (ws) => wss.emit('connection', ws, userId));
});

wss.on('connection', (ws, userId) => {
  ws.isAlive = true;
  ws.on('pong', () => {
    ws.isAlive = true;
  });
  ws.on('error', console.error);
  ws.on('message', (text) => ws.send(`${userId} said ${text}`));
});

setInterval(() => {
  for (const ws of wss.clients) {
    if (!ws.isAlive) {
      ws.terminate();
      continue;
    }
    ws.isAlive = false;
    ws.ping();
  }
}, HEARTBEAT_MS).unref();

server.listen(process.env.PORT ?? 8080);
