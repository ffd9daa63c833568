import { commonChecks } from './checks.js';
import { describeGuard } from './describe-guard.js';
import { sockjs } from './driver.js';
import { connections, typed } from './servers/sockjs.js';

describeGuard(connections, sockjs, commonChecks);
describeGuard(typed, sockjs, commonChecks);
