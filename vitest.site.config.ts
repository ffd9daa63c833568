import { defineConfig } from 'vitest/config';

/** The built site in a real browser: `npm run test:site`. */
export default defineConfig({
  test: {
    include: ['tests/site/**/*.test.ts'],
    reporters: ['default', './scripts/closing-line-reporter.mjs'],
    // One browser at a time: several slow each other down until they run into their limits of time.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
