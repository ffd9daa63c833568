import { commonChecks } from './checks.js';
import { describeGuard } from './describe-guard.js';
import { wsAccepted } from './driver.js';
import { hook, typed } from './servers/fastify-websocket.js';

describeGuard(hook, wsAccepted, commonChecks);
describeGuard(typed, wsAccepted, commonChecks);
