import { commonChecks } from './checks.js';
import { describeGuard } from './describe-guard.js';
import { primus } from './driver.js';
import { authorized, sparks } from './servers/primus.js';

describeGuard(authorized, primus, commonChecks);
describeGuard(sparks, primus, commonChecks);
