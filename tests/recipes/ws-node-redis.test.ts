import { wsClients } from './clients.js';
import { describeProcesses } from './describe-processes.js';
import { moreOfWs, wsChanges } from './ws-checks.js';

describeProcesses({
  name: 'ws with node-redis',
  files: ['ws-redis.mjs', 'slots-node-redis.mjs', 'auth.mjs'],
  clients: wsClients,
  changes: wsChanges,
  more: moreOfWs,
});
