import { commonChecks } from './checks.js';
import { describeGuard } from './describe-guard.js';
import { wsHandshake } from './driver.js';
import { requests, typed } from './servers/websocket.js';

describeGuard(requests, wsHandshake, commonChecks);
describeGuard(typed, wsHandshake, commonChecks);
