import { commonChecks, type Check, expectRefusal, fill, holdsOnly, LIMIT, SOMEONE } from './checks.js';
import { describeGuard } from './describe-guard.js';
import { wsHandshake } from './driver.js';
import { denoUpgrade } from './servers/deno.js';

// Deno keeps the connection of any request that it has answered until the client ends it, whatever the answer says.
const refused: Check = async (server, driver) => {
  await fill(server, driver);
  const client = await driver.ask(server, SOMEONE);
  await client.received(driver.refusalBytes);
  await expectRefusal(server, driver);
  client.end();
  await holdsOnly(server, LIMIT);
};

describeGuard(denoUpgrade, wsHandshake, { ...commonChecks, 'is rid of a silent refused client within 5 s': refused });
