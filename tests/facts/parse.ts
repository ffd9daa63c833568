import * as babelParser from '@babel/eslint-parser';
import { analyze } from '@typescript-eslint/scope-manager';
import * as typescriptParser from '@typescript-eslint/parser';
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { Linter } from 'eslint';
import { Linter as Linter9 } from 'eslint-9';
import { parseSync } from 'oxc-parser';
import { extractFacts } from '../../src/facts/extract-facts.js';
import type { ModuleFacts } from '../../src/facts/module-facts.js';

export type Parser = 'espree' | 'typescript' | 'babel' | 'oxc';
type SourceType = 'module' | 'commonjs' | 'script';

export interface ParseOptions {
  readonly parser?: Parser;
  readonly sourceType?: SourceType;
  /** Its ending says whether it is TypeScript, and whether there is JSX in it. */
  readonly filename?: string;
}

const BABEL = {
  requireConfigFile: false,
  babelOptions: { babelrc: false, configFile: false, parserOpts: { plugins: ['jsx'] } },
};

/** The facts of a module, parsed as a linter or as the reader of other files would parse it. */
export function factsOf(code: string, options: ParseOptions = {}): ModuleFacts {
  return options.parser === 'oxc' ? factsFromOxc(code, options) : factsFromLinter(code, options);
}

function factsFromLinter(code: string, { parser = 'typescript', sourceType = 'module', filename = 'module.ts' }: ParseOptions): ModuleFacts {
  let facts: ModuleFacts | undefined;
  const create = ({ sourceCode }: { sourceCode: Readonly<TSESLint.SourceCode> }): object => {
    const { ast, scopeManager, text } = sourceCode;
    if (scopeManager) facts = extractFacts({ ast, scopeManager, text });
    return {};
  };
  // ESLint has types of its own for rules and parsers; here they are only carried.
  const rules = { extract: { create } } as unknown as NonNullable<Linter.Config['plugins']>[string]['rules'];
  const parsers = { espree: undefined, typescript: typescriptParser, babel: babelParser as unknown as Linter.Parser };
  const own = parsers[parser === 'oxc' ? 'espree' : parser];
  const config: Linter.Config = {
    files: ['**/*.{js,jsx,cjs,ts,tsx}'],
    plugins: { facts: { ...(rules && { rules }) } },
    rules: { 'facts/extract': 'error' },
    languageOptions: {
      sourceType,
      ...(own && { parser: own }),
      parserOptions: { ...(parser === 'babel' && BABEL), ecmaFeatures: { jsx: filename.endsWith('x') } },
    },
  };
  // Babel's scope manager lacks what ESLint 10 asks for.
  const linter = parser === 'babel' ? (new Linter9({ configType: 'flat' }) as unknown as Linter) : new Linter({ configType: 'flat' });
  const [problem] = linter.verify(code, config, { filename });
  if (problem || !facts) throw new SyntaxError(problem?.message ?? 'nothing was extracted');
  return facts;
}

function factsFromOxc(code: string, { sourceType = 'module', filename = 'module.ts' }: ParseOptions): ModuleFacts {
  const text = code.replace(/^\uFEFF/u, '');
  const { program, errors } = parseSync(filename, text, { astType: 'ts', range: true, preserveParens: false, sourceType: sourceType === 'commonjs' ? 'script' : sourceType });
  const [error] = errors;
  if (error) throw new SyntaxError(error.message);
  const ast = program as unknown as TSESTree.Program;
  const scopeManager = analyze(ast, { sourceType: sourceType === 'module' ? 'module' : 'script', globalReturn: sourceType === 'commonjs' });
  return extractFacts({ ast, scopeManager, text });
}
