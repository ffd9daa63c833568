import { commonChecks } from './checks.js';
import { describeGuard } from './describe-guard.js';
import { hocuspocus } from './protocol-drivers.js';
import { hocuspocusServer, hocuspocusTypeScript } from './servers/hocuspocus.js';
import { laterHandshakeChecks } from './ws-checks.js';

const checks = { ...commonChecks, ...laterHandshakeChecks };
describeGuard(hocuspocusServer, hocuspocus, checks);
describeGuard(hocuspocusTypeScript, hocuspocus, checks);
