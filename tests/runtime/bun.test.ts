import { commonChecks } from './checks.js';
import { describeGuard } from './describe-guard.js';
import { wsAccepted } from './driver.js';
import { bunServe } from './servers/bun.js';

describeGuard(bunServe, wsAccepted, commonChecks);
