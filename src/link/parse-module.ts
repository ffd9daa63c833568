import { createRequire } from 'node:module';
import type * as ScopeManager from '@typescript-eslint/scope-manager';
import type { TSESTree } from '@typescript-eslint/types';
import type * as OxcParser from 'oxc-parser';
import type { ParsedModule } from '../facts/extract-facts.js';

const require = createRequire(import.meta.url);

/** `commonjs` is a script that may `return`, as Node's may. */
type SourceType = OxcParser.ParserOptions['sourceType'] & string;

/**
 * The syntax tree of a file that is not the linted one; undefined where its text is no program. The parser is loaded
 * with the first of them: most files that are linted need no other. It is native, so the playground puts one that runs
 * in a browser in the place of this module.
 */
export function parseModule(file: string, source: string): ParsedModule | undefined {
  const { parseSync } = require('oxc-parser') as typeof OxcParser;
  const { analyze } = require('@typescript-eslint/scope-manager') as typeof ScopeManager;
  const text = source.replace(/^\uFEFF/u, '');
  const parse = (sourceType: SourceType): OxcParser.Program | undefined => {
    const { program, errors } = parseSync(file, text, { lang: languageOf(file), astType: 'ts', range: true, preserveParens: false, sourceType });
    return errors.some(({ severity }) => severity === 'Error') ? undefined : program;
  };
  const program = /\.c[jt]s$/u.test(file) ? parse('commonjs') : /\.m[jt]s$/u.test(file) ? parse('module') : (parse('unambiguous') ?? parse('commonjs'));
  if (!program) return undefined;
  const isModule = program.sourceType === 'module';
  // The parser's types are those of ESTree, in its own declaration.
  const ast = program as unknown as TSESTree.Program;
  return { ast, scopeManager: analyze(ast, { sourceType: isModule ? 'module' : 'script', globalReturn: !isModule }), text };
}

/** JavaScript may hold JSX whatever its file is called. */
function languageOf(file: string): 'ts' | 'tsx' | 'jsx' {
  if (file.endsWith('.tsx')) return 'tsx';
  return /\.[cm]?ts$/u.test(file) ? 'ts' : 'jsx';
}
