/**
 * Types for what users write in their configuration: `import 'eslint-plugin-websocket-limits/rule-options'` in
 * `eslint.config.ts`, or with `@ts-check` in `eslint.config.js`, makes wrong options and settings errors there.
 * Opt-in, because it needs the types of `@eslint/core`, which strict package managers hide until they are installed.
 */
import type { RuleConfig } from '@eslint/core';
import type { MaxConnectionsPerUserOptions, RequirePerUserConnectionLimitOptions } from './rules/options.js';
import type { WebsocketLimitsSettings } from './settings.js';

/** Every rule with its options, in the default namespace. */
export interface WebsocketLimitsRules {
  'websocket-limits/require-per-user-connection-limit'?: RuleConfig<[RequirePerUserConnectionLimitOptions?]>;
  'websocket-limits/no-unenforced-limit-config'?: RuleConfig<[]>;
  'websocket-limits/max-connections-per-user'?: RuleConfig<[MaxConnectionsPerUserOptions?]>;
  'websocket-limits/require-connection-release'?: RuleConfig<[]>;
  'websocket-limits/require-atomic-limit-check'?: RuleConfig<[]>;
  'websocket-limits/no-untrusted-limit-key'?: RuleConfig<[]>;
  'websocket-limits/prefer-handshake-limit'?: RuleConfig<[]>;
  'websocket-limits/no-process-local-limit'?: RuleConfig<[]>;
  'websocket-limits/report-connection-limit'?: RuleConfig<[]>;
}

interface SharedSettings {
  'websocket-limits'?: WebsocketLimitsSettings;
}

// Inherited, because optional properties of their own clash with the index signatures there for users who check declarations
// (`skipLibCheck: false`) without `exactOptionalPropertyTypes`.
declare module '@eslint/core' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  interface RulesConfig extends WebsocketLimitsRules {}
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  interface SettingsConfig extends SharedSettings {}
}
