import { commonChecks } from './checks.js';
import { describeGuard } from './describe-guard.js';
import { wsAccepted } from './driver.js';
import { honoBun, honoNode, honoTypeScript } from './servers/hono.js';

for (const fixture of [honoNode, honoBun, honoTypeScript]) describeGuard(fixture, wsAccepted, commonChecks);
