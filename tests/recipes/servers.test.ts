import { describe } from 'vitest';
import { socketIoClients, wsClients } from './clients.js';
import { describeProcess } from './describe-process.js';
import { describeProcesses } from './describe-processes.js';
import { moreOfSocketIo, socketIoChanges } from './socket-io-checks.js';
import { moreOfWs, wsChanges } from './ws-checks.js';

// Beside each other, because they mostly wait: for a lease, a heartbeat, a process.
describe.concurrent('in one process', () => {
  describeProcess('ws', 'ws.mjs', wsClients, { 'HEARTBEAT_MS = 30_000': 'HEARTBEAT_MS = 1000' });
});

describe.concurrent('in one process', () => {
  describeProcess('Socket.IO', 'socket-io.mjs', socketIoClients, { 'new Server()': 'new Server({ pingInterval: 600, pingTimeout: 600 })' });
});

describe.concurrent('in several processes', () => {
  describeProcesses({
    name: 'ws with node-redis',
    files: ['ws-redis.mjs', 'slots-node-redis.mjs', 'auth.mjs'],
    clients: wsClients,
    changes: wsChanges,
    more: moreOfWs,
  });
});

describe.concurrent('in several processes', () => {
  describeProcesses({
    name: 'ws with ioredis',
    files: ['ws-redis.mjs', 'slots-ioredis.mjs', 'auth.mjs'],
    clients: wsClients,
    changes: { ...wsChanges, './slots-node-redis.mjs': './slots-ioredis.mjs' },
    more: moreOfWs,
  });
});

describe.concurrent('in several processes', () => {
  describeProcesses({
    name: 'Socket.IO with its Redis adapter',
    files: ['socket-io-redis.mjs', 'slots-node-redis.mjs', 'auth.mjs'],
    clients: socketIoClients,
    changes: socketIoChanges,
    more: moreOfSocketIo,
  });
});
