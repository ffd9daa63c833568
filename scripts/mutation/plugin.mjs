// What Stryker loads: which changes are tried, and what is printed of each. `options.drawn` are the changes.

import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import { MutantRunStatus } from '@stryker-mutator/api/test-runner';
import { strykerPlugins as ofVitest } from '@stryker-mutator/vitest-runner';
import { keyOf, keyOfMutant, keyOfResult } from './mutants.mjs';
import { lineOf } from './score.mjs';

/** @import { StrykerOptions } from '@stryker-mutator/api/core' */
/** @import { Injector, PluginContext } from '@stryker-mutator/api/plugin' */
/** @import { Reporter } from '@stryker-mutator/api/report' */
/** @import { TestRunner } from '@stryker-mutator/api/test-runner' */
/** @import { Change } from './mutants.mjs' */

export const strykerValidationSchema = { properties: { drawn: { type: 'array' } } };

/**
 * Vitest, for what was drawn: Stryker changes all places inside a range that it is given, in every way it knows. A
 * checker could keep the others back, but takes a process of its own, which runs tests, too, when it has checked.
 *
 * @param {Injector<PluginContext>} injector
 * @param {StrykerOptions} options
 * @returns {TestRunner}
 */
function createRunner(injector, options) {
  const drawn = changesIn(options);
  const [plugin] = ofVitest;
  if (!plugin) throw new Error('@stryker-mutator/vitest-runner has no test runner: its version must be that of @stryker-mutator/core.');
  const vitest = injector.injectFunction(plugin.factory);
  return {
    capabilities: () => vitest.capabilities(),
    init: async () => vitest.init?.(),
    dryRun: (run) => vitest.dryRun(run),
    mutantRun: async (run) => (drawn.has(keyOfMutant(run.activeMutant)) ? vitest.mutantRun(run) : { status: MutantRunStatus.Error, errorMessage: 'not drawn' }),
    dispose: async () => vitest.dispose?.(),
  };
}
createRunner.inject = tokens(commonTokens.injector, commonTokens.options);

/**
 * A line for each change, as soon as its tests have ended: a run takes long.
 *
 * @param {StrykerOptions} options
 * @returns {Reporter}
 */
function createReporter(options) {
  const drawn = changesIn(options);
  let done = 0;
  return {
    onMutantTested(result) {
      const change = drawn.get(keyOfResult(result));
      if (!change) return;
      done += 1;
      console.log(`${String(done)}/${String(drawn.size)} ${lineOf(change, result.status)}`);
    },
  };
}
createReporter.inject = tokens(commonTokens.options);

/** @param {StrykerOptions} options */
function changesIn(options) {
  const changes = /** @type {Change[]} */ (options['drawn']);
  return new Map(changes.map((change) => [keyOf(change), change]));
}

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, 'drawn', createRunner),
  declareFactoryPlugin(PluginKind.Reporter, 'lines', createReporter),
];
