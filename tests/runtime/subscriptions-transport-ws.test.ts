import { commonChecks } from './checks.js';
import { describeGuard } from './describe-guard.js';
import { subscriptionsTransportWs } from './protocol-drivers.js';
import { subscriptionServer } from './servers/subscriptions-transport-ws.js';

describeGuard(subscriptionServer, subscriptionsTransportWs, commonChecks);
