import type { ESLint } from 'eslint';
import pkg from '../package.json' with { type: 'json' };

const plugin = {
  meta: { name: pkg.name, version: pkg.version, namespace: 'websocket-limits' },
  rules: {},
  configs: {},
} satisfies ESLint.Plugin;

export { plugin as default, plugin as 'module.exports' };
