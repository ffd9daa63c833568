import { commonChecks } from './checks.js';
import { describeGuard } from './describe-guard.js';
import { wsAccepted } from './driver.js';
import { honoBun, honoNode } from './servers/hono.js';

for (const fixture of [honoNode, honoBun]) describeGuard(fixture, wsAccepted, commonChecks);
