import type { KnipConfig } from 'knip';

export default {
  entry: ['src/index.ts', 'scripts/*.mjs', 'tests/**/*.test.ts', 'tests/bench/**/*.ts'],
  project: ['src/**/*.ts', 'tests/**/*.ts', 'scripts/**/*.mjs'],
  ignore: ['**/fixtures/**'],
} satisfies KnipConfig;
