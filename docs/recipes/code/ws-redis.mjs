import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { authenticate } from './auth.mjs';
import { releaseAll, reserve } from './slots-node-redis.mjs';

const HANDSHAKE_MS = 5000;
const HEARTBEAT_MS = 30_000;

const server = createServer((request, response) => response.writeHead(426).end());
const wss = new WebSocketServer({ noServer: true });

function refuse(socket, status) {
  socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
  socket.destroy();
}

server.on('upgrade', async (request, socket, head) => {
  socket.on('error', () => socket.destroy());
  socket.setTimeout(HANDSHAKE_MS, () => refuse(socket, '503 Service Unavailable'));
  try {
    const userId = await authenticate(request.headers.cookie);
    if (userId === undefined) {
      refuse(socket, '401 Unauthorized');
      return;
    }
    const release = await reserve(userId);
    if (release === undefined) {
      refuse(socket, '429 Too Many Requests');
      return;
    }
    if (!socket.readable) {
      release();
      socket.destroy();
      return;
    }
    socket.once('close', release);
    wss.handleUpgrade(request, socket, head, (ws) => wss.emit('connection', ws, userId));
  } catch (error) {
    console.error('Refused:', error.message);
    refuse(socket, '503 Service Unavailable');
  }
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

process.once('SIGTERM', async () => {
  server.close();
  for (const ws of wss.clients) ws.close(1001, 'Restarting');
  await releaseAll();
  process.exit();
});

server.listen(process.env.PORT ?? 8080);
