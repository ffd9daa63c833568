import { commonChecks } from './checks.js';
import { describeGuard } from './describe-guard.js';
import { wsAccepted, wsHandshake } from './driver.js';
import { inClass, listeningEarly } from './servers/ws-connection-typescript.js';
import { asynchronous, synchronous, verified } from './servers/ws-connection.js';
import { asynchronousUpgrade, bareUpgrade, synchronousUpgrade, verifyClient } from './servers/ws-handshake.js';
import { listeningChecks, laterHandshakeChecks } from './ws-checks.js';

describeGuard(verified, wsAccepted, commonChecks);
describeGuard(synchronous, wsAccepted, commonChecks);
describeGuard(asynchronous, wsAccepted, commonChecks);
describeGuard(listeningEarly, wsAccepted, { ...commonChecks, ...listeningChecks() });
describeGuard(inClass, wsAccepted, commonChecks);

const upgradeChecks = { ...commonChecks, ...laterHandshakeChecks };
describeGuard(asynchronousUpgrade, wsHandshake, upgradeChecks);
describeGuard(bareUpgrade, wsHandshake, upgradeChecks);
describeGuard(synchronousUpgrade, wsHandshake, upgradeChecks);
describeGuard(verifyClient, wsHandshake, commonChecks);
