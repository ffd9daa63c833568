import type { KnipConfig } from 'knip';

export default {
  entry: ['scripts/*.mjs', 'tests/bench/**/*.ts', 'tests/**/fixtures/**/*.{ts,js,mjs,cjs}'],
  project: ['src/**/*.ts', 'tests/**/*.ts', 'scripts/**/*.mjs'],
  ignoreDependencies: [
    // Loaded by a computed name, one version after the other.
    'eslint-8',
    'eslint-9',
    // The servers that tests attack are texts, and import it at run time.
    'socket.io',
    'socket.io-2',
    // The parser loads it.
    '@babel/core',
    // Only through the global that it reads its test functions from.
    '@typescript-eslint/rule-tester',
  ],
} satisfies KnipConfig;
