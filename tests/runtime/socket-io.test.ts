import { commonChecks } from './checks.js';
import { describeGuard } from './describe-guard.js';
import { socketIo } from './driver.js';
import { legacySocketIo } from './legacy-driver.js';
import { legacy } from './servers/socket-io-2.js';
import { typed, typedNamespaces, untyped, withoutSemicolons } from './servers/socket-io-typescript.js';
import { asynchronous, commonJs, namespaces } from './servers/socket-io.js';
import { doubleJoinChecks, laterMiddlewareChecks, namespaceChecks, pollingChecks, rejoinChecks } from './socket-io-checks.js';

// Leaving and joining a dozen times takes long where authentication does.
const quickChecks = { ...commonChecks, ...rejoinChecks, ...doubleJoinChecks };

describeGuard(commonJs, socketIo, quickChecks);
describeGuard(asynchronous, socketIo, { ...commonChecks, ...laterMiddlewareChecks, ...pollingChecks });
describeGuard(namespaces, socketIo, { ...quickChecks, ...namespaceChecks });
describeGuard(typed, socketIo, commonChecks);
describeGuard(untyped, socketIo, { ...quickChecks, ...pollingChecks });
describeGuard(withoutSemicolons, socketIo, commonChecks);
describeGuard(typedNamespaces, socketIo, { ...quickChecks, ...namespaceChecks });
describeGuard(legacy, legacySocketIo, commonChecks);
