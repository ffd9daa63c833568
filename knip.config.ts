import type { KnipConfig } from 'knip';

export default {
  entry: ['scripts/*.mjs', 'tests/bench/**/*.ts', 'tests/**/fixtures/**/*.{ts,js,mjs,cjs}'],
  project: ['src/**/*.ts', 'tests/**/*.ts', 'scripts/**/*.mjs'],
  ignoreDependencies: [
    // Loaded by a computed name, one version after the other.
    'eslint-8',
    'eslint-9',
    'socket.io-2',
    'socket.io-client-2',
    // The parser loads it.
    '@babel/core',
    // Installed ahead of the code that uses them; knip says when a line can go.
    '@babel/eslint-parser',
    '@typescript-eslint/rule-tester',
    '@typescript-eslint/scope-manager',
    'espree',
    'get-tsconfig',
    'oxc-parser',
  ],
} satisfies KnipConfig;
