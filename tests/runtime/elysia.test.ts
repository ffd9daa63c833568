import { commonChecks } from './checks.js';
import { describeGuard } from './describe-guard.js';
import { wsAccepted } from './driver.js';
import { elysiaDerive } from './servers/elysia.js';

describeGuard(elysiaDerive, wsAccepted, commonChecks);
