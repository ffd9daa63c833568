import { writeSync } from 'node:fs';

/**
 * Vitest reporter that ends the run with one line, `N passed, N failed` (and `, N skipped` when any), for people
 * and tools that only look at the last line. A file that cannot be loaded and an error outside a test count as
 * failed: a run in which they happen is not a run in which nothing failed.
 *
 * @implements {Reporter}
 * @import { Reporter, TestModule } from 'vitest/node'
 */
export default class ClosingLineReporter {
  /**
   * @param {readonly TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      let failedTests = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') counts.passed += 1;
        else if (state === 'failed') failedTests += 1;
        else counts.skipped += 1;
      }
      counts.failed += failedTests === 0 && module.state() === 'failed' ? 1 : failedTests;
    }

    const skipped = counts.skipped > 0 ? `, ${String(counts.skipped)} skipped` : '';
    const line = `${String(counts.passed)} passed, ${String(counts.failed)} failed${skipped}\n`;
    // Other reporters and the coverage table write after this hook; only at exit is it certain that nothing follows.
    process.once('exit', () => writeSync(1, line));
  }
}
