import { commonChecks } from './checks.js';
import { describeGuard } from './describe-guard.js';
import { wsHandshake } from './driver.js';
import { promised, upgrades } from './servers/faye-websocket.js';

describeGuard(promised, wsHandshake, commonChecks);
describeGuard(upgrades, wsHandshake, commonChecks);
