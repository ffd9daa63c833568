import { describeGuard } from './describe-guard.js';
import { wsHandshake } from './driver.js';
import { objectOfUser, singleObject, wakefulObject, wakefulObjectOfTypes } from './servers/durable-objects.js';
import { workerdChecks } from './workerd-checks.js';

describeGuard(singleObject, wsHandshake, workerdChecks);
describeGuard(objectOfUser, wsHandshake, workerdChecks);
describeGuard(wakefulObject, wsHandshake, workerdChecks);
describeGuard(wakefulObjectOfTypes, wsHandshake, workerdChecks);
