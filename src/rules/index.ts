import { maxConnectionsPerUser } from './max-connections-per-user.js';
import { noProcessLocalLimit } from './no-process-local-limit.js';
import { noUntrustedLimitKey } from './no-untrusted-limit-key.js';
import { noUnenforcedLimitConfig } from './no-unenforced-limit-config.js';
import { preferHandshakeLimit } from './prefer-handshake-limit.js';
import { reportConnectionLimit } from './report-connection-limit.js';
import { requireAtomicLimitCheck } from './require-atomic-limit-check.js';
import { requireConnectionRelease } from './require-connection-release.js';
import { requirePerUserConnectionLimit } from './require-per-user-connection-limit.js';

/** Every rule, under its name. */
export const rules = {
  'require-per-user-connection-limit': requirePerUserConnectionLimit,
  'no-unenforced-limit-config': noUnenforcedLimitConfig,
  'max-connections-per-user': maxConnectionsPerUser,
  'require-connection-release': requireConnectionRelease,
  'require-atomic-limit-check': requireAtomicLimitCheck,
  'no-untrusted-limit-key': noUntrustedLimitKey,
  'prefer-handshake-limit': preferHandshakeLimit,
  'no-process-local-limit': noProcessLocalLimit,
  'report-connection-limit': reportConnectionLimit,
} as const;

export type RuleName = keyof typeof rules;
