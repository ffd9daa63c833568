import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/fixtures/**', 'tests/bench/**'],
    setupFiles: ['tests/setup.ts'],
    reporters: ['default', './scripts/closing-line-reporter.mjs'],
    // Some tests start servers, compilers or other ESLint versions, and the machine may be busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
