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

export const checkAwaitIncrement: Tutorial = {
  name: 'a number checked, an await, and the number raised',
  source: `${start}
const wss = new WebSocketServer({ server });

wss.on('connection', async (ws, request) => {
  ws.on('error', console.error);
  const userId = tokenOf(request);
  if ((connectionsPerUser.get(userId) ?? 0) >= MAX_CONNECTIONS_PER_USER) {
    ws.close(1008, 'Connection limit reached');
    return;
  }
  await authenticate(request);
  connectionsPerUser.set(userId, (connectionsPerUser.get(userId) ?? 0) + 1);
  ws.on('close', () => {
    connectionsPerUser.set(userId, connectionsPerUser.get(userId) - 1);
  });
  ws.send('welcome');
});
${listen}`,
  fails: [
    'keeps a burst at the limit, and other users out of it',
    'holds no slot for a client that hung up (FIN) while it was authenticated',
    'holds no slot for a client that was dropped (RST) while it was authenticated',
    'is rid of a silent refused client within 5 s',
    'keeps nothing about users who are gone',
  ],
};

export const closeOnly: Tutorial = {
  name: 'ws.close(1008) and no more, before the error listener',
  source: `${start}
const wss = new WebSocketServer({ server });

wss.on('connection', (ws, request) => {
  const userId = tokenOf(request);
  const sockets = connectionsPerUser.get(userId) ?? new Set();
  if (sockets.size >= MAX_CONNECTIONS_PER_USER) {
    ws.close(1008, 'Connection limit reached');
    return;
  }
  connectionsPerUser.set(userId, sockets.add(ws));
  ws.on('error', console.error);
  ws.on('close', () => {
    sockets.delete(ws);
    if (sockets.size === 0) connectionsPerUser.delete(userId);
  });
  ws.send('welcome');
});
${listen}`,
  fails: [
    'is rid of a silent refused client within 5 s',
    'survives an invalid frame from a refused client',
  ],
};

export const listenAfterAwait: Tutorial = {
  name: 'the close listener set after an await',
  source: `${start}
const wss = new WebSocketServer({ server });

wss.on('connection', async (ws, request) => {
  ws.on('error', console.error);
  const userId = await authenticate(request);
  const sockets = connectionsPerUser.get(userId) ?? new Set();
  if (sockets.size >= MAX_CONNECTIONS_PER_USER) {
    ws.close(1008, 'Connection limit reached');
    setTimeout(() => ws.terminate(), 1000).unref();
    return;
  }
  connectionsPerUser.set(userId, sockets.add(ws));
  ws.on('close', () => {
    sockets.delete(ws);
    if (sockets.size === 0) connectionsPerUser.delete(userId);
  });
  ws.send('welcome');
});
${listen}`,
  fails: [
    'holds no slot for a client that hung up (FIN) while it was authenticated',
    'holds no slot for a client that was dropped (RST) while it was authenticated',
  ],
};

export const releaseBeforeCheck: Tutorial = {
  name: 'the close listener set before the check, so that refused clients lower the number',
  source: `${start}
const wss = new WebSocketServer({ server });

wss.on('connection', (ws, request) => {
  const userId = tokenOf(request);
  ws.on('error', () => ws.terminate());
  ws.on('close', () => {
    const count = connectionsPerUser.get(userId) - 1;
    if (count > 0) connectionsPerUser.set(userId, count);
    else connectionsPerUser.delete(userId);
  });
  const count = connectionsPerUser.get(userId) ?? 0;
  if (count >= MAX_CONNECTIONS_PER_USER) {
    ws.close(1008, 'Connection limit reached');
    setTimeout(() => ws.terminate(), 1000).unref();
    return;
  }
  connectionsPerUser.set(userId, count + 1);
  ws.send('welcome');
});
${listen}`,
  fails: [
    'keeps a burst at the limit, and other users out of it',
    'gives no slot back for a refused client',
  ],
};
