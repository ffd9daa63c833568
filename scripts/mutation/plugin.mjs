// What Stryker loads: which changes are tried, and what is printed of each. `options.drawn` are the changes.

import { CheckStatus } from '@stryker-mutator/api/check';
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import { keyOf, keyOfMutant, keyOfResult } from './mutants.mjs';
import { lineOf } from './score.mjs';

/** @import { Checker } from '@stryker-mutator/api/check' */
/** @import { StrykerOptions } from '@stryker-mutator/api/core' */
/** @import { Reporter } from '@stryker-mutator/api/report' */
/** @import { Change } from './mutants.mjs' */

export const strykerValidationSchema = { properties: { drawn: { type: 'array' } } };

/**
 * Lets through what was drawn. Stryker changes all places inside a range that it is given, and in every way it knows.
 *
 * @param {StrykerOptions} options
 * @returns {Checker}
 */
function createChecker(options) {
  const drawn = changesIn(options);
  return {
    init: () => Promise.resolve(),
    group: (mutants) => Promise.resolve([mutants.map(({ id }) => id)]),
    check: (mutants) => Promise.resolve(Object.fromEntries(mutants.map((mutant) => [
      mutant.id,
      drawn.has(keyOfMutant(mutant)) ? { status: CheckStatus.Passed } : { status: CheckStatus.CompileError, reason: 'not drawn' },
    ]))),
  };
}
createChecker.inject = tokens(commonTokens.options);

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
  declareFactoryPlugin(PluginKind.Checker, 'drawn', createChecker),
  declareFactoryPlugin(PluginKind.Reporter, 'lines', createReporter),
];
