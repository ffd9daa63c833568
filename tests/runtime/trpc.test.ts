import { commonChecks } from './checks.js';
import { describeGuard } from './describe-guard.js';
import { trpc } from './protocol-drivers.js';
import { trpcServer, trpcTypeScript } from './servers/trpc.js';

describeGuard(trpcServer, trpc, commonChecks);
describeGuard(trpcTypeScript, trpc, commonChecks);
