import { defineConfig } from 'vitest/config';

/**
 * The suites that decide on a change by scripts/mutation.mjs: what judges behaviour through the sources, and takes
 * neither a build nor another process. Some say once more, a thousand times, what others say: they are left out, and
 * so what is measured is rather too low. What runs the analysis before its tests, in a hook, would have all tests run
 * for each change, since nobody knows which of them need it.
 */
export default defineConfig({
  test: {
    include: ['tests/{rules,facts,link,models,fixes,audit}/**/*.test.ts', 'tests/{settings,declared-libraries}.test.ts'],
    exclude: ['**/node_modules/**', 'tests/{rules,link}/{combinations,metamorphic}.test.ts', 'tests/audit/formats.test.ts'],
    setupFiles: ['tests/setup.ts'],
    isolate: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
