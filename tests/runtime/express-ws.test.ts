import { commonChecks } from './checks.js';
import { describeGuard } from './describe-guard.js';
import { wsAccepted } from './driver.js';
import { middleware, typed } from './servers/express-ws.js';

describeGuard(middleware, wsAccepted, commonChecks);
describeGuard(typed, wsAccepted, commonChecks);
