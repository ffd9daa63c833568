import { commonChecks } from './checks.js';
import { describeGuard } from './describe-guard.js';
import { wsAccepted } from './driver.js';
import { h3Route, hooksForServer, peers } from './servers/crossws.js';

// Where crossws takes the upgrade over by itself, nobody listens for errors of the raw socket while `upgrade` waits: a
// reset ends such a server, with a guard or without.
const { 'holds no slot for a client that was dropped (RST) while it was authenticated': _reset, ...served } = commonChecks;

describeGuard(peers, wsAccepted, commonChecks);
describeGuard(hooksForServer, wsAccepted, served);
describeGuard(h3Route, wsAccepted, served);
