import { relative } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** One test that fails decides on a change. So what is quick, and looks at much, comes first. */
const ORDER = [/rules\/guards/u, /facts/u, /rules/u, /models/u, /link\/(?!forward)/u, /audit/u, /fixes/u];

class QuickFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification): number => {
      const rank = ORDER.findIndex((name) => name.test(relative(import.meta.dirname, moduleId)));
      return rank === -1 ? ORDER.length : rank;
    };
    return Promise.resolve(files.toSorted((one, other) => rankOf(one) - rankOf(other) || (one.moduleId < other.moduleId ? -1 : 1)));
  }
}

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
    sequence: { sequencer: QuickFirst },
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
