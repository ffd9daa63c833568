import { wsClients } from './clients.js';
import { describeProcesses } from './describe-processes.js';
import { moreOfWs, wsChanges } from './ws-checks.js';

describeProcesses({
  name: 'ws with ioredis',
  files: ['ws-redis.mjs', 'slots-ioredis.mjs', 'auth.mjs'],
  clients: wsClients,
  changes: { ...wsChanges, './slots-node-redis.mjs': './slots-ioredis.mjs' },
  more: moreOfWs,
});
