/**
 * Vitest reporter that prints one line per library under attack: `ws: 29 of 29`. A test file of the runtime suite is
 * named after its library; what is skipped is said.
 *
 * @implements {Reporter}
 * @import { Reporter, TestModule } from 'vitest/node'
 */
export default class LibrariesReporter {
  /** @param {readonly TestModule[]} modules */
  onTestRunEnd(modules) {
    const lines = modules.map((module) => {
      const tests = [...module.children.allTests()].map((test) => test.result().state);
      const skipped = tests.filter((state) => state === 'skipped').length;
      const library = module.moduleId.replace(/^.*\/|\.test\.ts$/gu, '');
      return `${library}: ${String(tests.filter((state) => state === 'passed').length)} of ${String(tests.length - skipped)}${skipped > 0 ? `, ${String(skipped)} skipped` : ''}`;
    });
    process.stdout.write(`\n${lines.sort().join('\n')}\n`);
  }
}
