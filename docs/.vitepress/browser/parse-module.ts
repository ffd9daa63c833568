import { Linter } from 'eslint/universal';
import type { ParsedModule } from '../../../src/facts/extract-facts.js';
import { isTypeScript, typescriptParser } from './typescript.js';

const linter = new Linter({ configType: 'flat', cwd: '/' });

/** Reads a file that is not the linted one, with what ESLint reads the linted one with. */
export function parseModule(file: string, source: string): ParsedModule | undefined {
  if (isTypeScript(file)) return parseAs('module', source, file);
  // Only a script may say things such as `with` or `delete name`.
  return (file.endsWith('.cjs') ? undefined : parseAs('module', source, file)) ?? parseAs('commonjs', source, file);
}

function parseAs(sourceType: 'module' | 'commonjs', source: string, file: string): ParsedModule | undefined {
  const parser = isTypeScript(file) ? typescriptParser() : undefined;
  if (isTypeScript(file) && !parser) return undefined;
  const jsx = !isTypeScript(file) || file.endsWith('x');
  const config: Linter.Config = { files: ['**'], linterOptions: { noInlineConfig: true }, languageOptions: { sourceType, ...(parser && { parser }), parserOptions: { ecmaFeatures: { jsx } } } };
  if (linter.verify(source, [config], { filename: file }).some(({ fatal }) => fatal)) return undefined;
  // Without rules, the linter has done nothing but parse. ESLint and typescript-eslint each have types of their own for the same trees.
  const { ast, scopeManager, text } = linter.getSourceCode() as unknown as ParsedModule;
  return { ast, scopeManager, text };
}
