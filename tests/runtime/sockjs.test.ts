import { commonChecks } from './checks.js';
import { describeGuard } from './describe-guard.js';
import { sockjs, sockjsFramed } from './driver.js';
import { connections, typed } from './servers/sockjs.js';

describeGuard(connections, sockjs, commonChecks);
describeGuard({ ...connections, name: `${connections.name}, framed` }, sockjsFramed, commonChecks);
describeGuard(typed, sockjs, commonChecks);
