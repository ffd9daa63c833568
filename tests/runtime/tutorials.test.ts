import { commonChecks } from './checks.js';
import { describeTutorial } from './describe-tutorial.js';
import { socketIo, wsAccepted, wsHandshake } from './driver.js';
import * as inSocketIo from './servers/tutorials-socket-io.js';
import * as inUpgrade from './servers/tutorials-upgrade.js';
import * as inWs from './servers/tutorials-ws.js';
import { laterMiddlewareChecks, rejoinChecks } from './socket-io-checks.js';
import { laterHandshakeChecks } from './ws-checks.js';

for (const tutorial of Object.values(inSocketIo)) {
  describeTutorial(tutorial, socketIo, { ...commonChecks, ...rejoinChecks, ...laterMiddlewareChecks });
}

for (const tutorial of Object.values(inWs)) {
  describeTutorial(tutorial, wsAccepted, commonChecks);
}

for (const tutorial of Object.values(inUpgrade)) {
  describeTutorial(tutorial, wsHandshake, { ...commonChecks, ...laterHandshakeChecks });
}
