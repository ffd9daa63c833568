import path from 'node:path';
import type { ESLint } from 'eslint';
import { pluginsToRulesDTS } from 'eslint-typegen/core';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import plugin from '../../src/index.js';

// Not among the tests of the rules: those run with ESLint 8, too, which has no types.
const folder = import.meta.dirname;

/** What a generator makes of the rules' schemas. */
const generated = async (given: ESLint.Plugin): Promise<string> => pluginsToRulesDTS({ 'websocket-limits': given }, { includeAugmentation: false });
const comparison = (other: string): string => `
  import type { WebsocketLimitsRules } from '../../src/rule-options.js';
  import type { RuleOptions } from './${other}.js';

  type OptionsOf<Entry> = Extract<Entry, readonly unknown[]> extends readonly [unknown, ...infer Options] ? Options[0] : never;
  type Writable<Type> = Type extends object ? { -readonly [Key in keyof Type]: Type[Key] } : Type;
  type Same<One, Other> = (<Type>() => Type extends One ? 1 : 2) extends <Type>() => Type extends Other ? 1 : 2 ? true : false;
  type Flat<Rules> = { [Rule in keyof Rules]-?: Writable<NonNullable<OptionsOf<NonNullable<Rules[Rule]>>>> };

  export const areSame: Same<Flat<RuleOptions>, Flat<WebsocketLimitsRules>> = true;
`;

/** For each of the generated types, the errors when they are compared with ours; in files that are not written. */
function compare(generations: readonly string[]): string[][] {
  const at = (name: string): string => path.join(folder, `${name}.ts`);
  const texts = new Map(
    generations.flatMap((types, index) => [
      [at(`generated-${index}`), types],
      [at(`comparison-${index}`), comparison(`generated-${index}`)],
    ]),
  );
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  host.readFile = (name) => texts.get(path.normalize(name)) ?? ts.sys.readFile(name);
  host.fileExists = (name) => texts.has(path.normalize(name)) || ts.sys.fileExists(name);
  const program = ts.createProgram([...texts.keys()], options, host);
  return generations.map((_, index) =>
    program.getSemanticDiagnostics(program.getSourceFile(at(`comparison-${index}`))).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  );
}

describe('the types of the options', () => {
  it('are those that a generator makes of the schemas', async () => {
    expect(compare([await generated(plugin)])).toEqual([[]]);
  });

  it('are compared so that a difference shows', async () => {
    const types = await generated(plugin);
    const changes = [
      types.replace('max?: number', 'max?: string'),
      types.replace('max?: number', 'maximum?: number'),
      types.replace('"suggest"', '"propose"'),
      types.replace("'websocket-limits/no-process-local-limit'", "'websocket-limits/no-local-limit'"),
      types.replace('Linter.RuleEntry<[]>', 'Linter.RuleEntry<[{ max?: number }]>'),
    ];
    expect(changes.filter((changed) => changed === types)).toEqual([]);
    expect(compare(changes)).toEqual(changes.map(() => ["Type 'true' is not assignable to type 'false'."]));
  });
});
