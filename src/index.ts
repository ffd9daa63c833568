import type { ESLint, Linter, Rule } from 'eslint';
import pkg from '../package.json' with { type: 'json' };
import { type RuleName, rules } from './rules/index.js';

const NAMESPACE = 'websocket-limits';

// typescript-eslint's rule type and ESLint's differ in the context's removed members only.
const eslintRules = rules as unknown as Record<RuleName, Rule.RuleModule>;

// A type alias, and no interface: only that has the index signature that ESLint's own type asks for.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
type Configs = {
  recommended: Linter.Config;
  strict: Linter.Config;
  audit: Linter.Config;
};

const configs: Partial<Configs> = {};

const plugin = {
  meta: { name: pkg.name, version: pkg.version, namespace: NAMESPACE },
  rules: eslintRules,
  configs: configs as Configs,
} satisfies ESLint.Plugin;

function config(name: string, levels: Partial<Record<RuleName, Linter.RuleSeverity>>): Linter.Config {
  const named = Object.entries(levels).map(([rule, level]) => [`${NAMESPACE}/${rule}`, level] as const);
  return { name: `${NAMESPACE}/${name}`, plugins: { [NAMESPACE]: plugin }, rules: Object.fromEntries(named) };
}

const recommended = {
  'require-per-user-connection-limit': 'error',
  'no-unenforced-limit-config': 'error',
  'max-connections-per-user': 'error',
  'require-connection-release': 'error',
  'require-atomic-limit-check': 'warn',
  'no-untrusted-limit-key': 'warn',
  'no-process-local-limit': 'warn',
} as const;

const strict = {
  ...recommended,
  'require-atomic-limit-check': 'error',
  'no-untrusted-limit-key': 'error',
  'no-process-local-limit': 'error',
  'prefer-handshake-limit': 'warn',
} as const;

Object.assign(configs, {
  recommended: config('recommended', recommended),
  strict: config('strict', strict),
  audit: config('audit', { ...strict, 'report-connection-limit': 'warn' }),
} satisfies Configs);

export { plugin as default, plugin as 'module.exports' };
export type { LibraryDeclaration } from './declared-libraries.js';
export type { MaxConnectionsPerUserOptions, RequirePerUserConnectionLimitOptions } from './rules/options.js';
export type { GuardDeclaration, WebsocketLimitsSettings } from './settings.js';
