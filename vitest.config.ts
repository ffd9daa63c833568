import { defineConfig } from 'vitest/config';

/** Servers under attack by real clients. */
export const runtime = ['tests/runtime/**/*.test.ts'];
/** Other suites that take long: compilers over every fix, programs by the thousand. */
export const thorough = ['tests/fixes/**/*.test.ts', 'tests/rules/metamorphic.test.ts', 'tests/rules/combinations.test.ts', 'tests/robustness/**/*.test.ts', 'tests/recipes/**/*.test.ts'];
/** The documentation site in a browser; it has to be built first: vitest.site.config.ts. */
const site = ['tests/site/**'];
/** Editors, commits and other programs around ESLint, but for those that are quick. */
export const hosts = ['tests/hosts/!(cache).test.ts', 'tests/guides.test.ts', 'tests/guides/{ci,settings}.test.ts'];

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/fixtures/**', 'tests/bench/**', ...site, ...runtime, ...thorough, ...hosts],
    setupFiles: ['tests/setup.ts'],
    reporters: ['default', './scripts/closing-line-reporter.mjs'],
    // The plugin keeps no state but caches by object, so the files can share a process, which saves loading it anew.
    isolate: false,
    // Some tests start servers, compilers or other ESLint versions, and the machine may be busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
