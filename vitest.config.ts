import { defineConfig } from 'vitest/config';

/** Suites that take long: servers under attack, compilers over every fix, programs by the thousand. */
export const thorough = ['tests/runtime/**/*.test.ts', 'tests/fixes/**/*.test.ts', 'tests/rules/metamorphic.test.ts', 'tests/rules/combinations.test.ts', 'tests/robustness/**/*.test.ts', 'tests/recipes/**/*.test.ts'];

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/fixtures/**', 'tests/bench/**', ...thorough],
    setupFiles: ['tests/setup.ts'],
    reporters: ['default', './scripts/closing-line-reporter.mjs'],
    // The plugin keeps no state but caches by object, so the files can share a process, which saves loading it anew.
    isolate: false,
    // Some tests start servers, compilers or other ESLint versions, and the machine may be busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
