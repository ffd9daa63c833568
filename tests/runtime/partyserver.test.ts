import { type Check, expectRefusal, fill, SOMEONE } from './checks.js';
import { describeGuard } from './describe-guard.js';
import { wsHandshake } from './driver.js';
import { serverOfTypes, serverOfUser } from './servers/partyserver.js';
import { workerdChecks } from './workerd-checks.js';

/** A client chooses the id of its connection, and may give the same one to all of them. */
const sameId: Check = async (server, driver) => {
  await fill(server, driver, `${SOMEONE}&_pk=one`);
  await expectRefusal(server, driver);
};
const checks = { ...workerdChecks, 'counts connections that a client calls by one id': sameId };

describeGuard(serverOfUser, wsHandshake, checks);
describeGuard(serverOfTypes, wsHandshake, checks);
