import { commonChecks } from './checks.js';
import { describeGuard } from './describe-guard.js';
import { wsAccepted } from './driver.js';
import { elysiaDerive, elysiaTypeScript } from './servers/elysia.js';

for (const fixture of [elysiaDerive, elysiaTypeScript]) describeGuard(fixture, wsAccepted, commonChecks);
