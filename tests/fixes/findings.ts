import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import js from '@eslint/js';
import { ESLint } from 'eslint';
import { defineConfig } from 'eslint/config';
import type { Language } from '../runtime/fixture.js';

const extensions: Readonly<Record<Language, string>> = { commonjs: 'cjs', esm: 'mjs', typescript: 'mts' };
const globals = Object.fromEntries(
  ['console', 'Deno', 'require', 'Response', 'module', 'exports', 'process', 'globalThis', 'setTimeout', 'URL', 'WebSocketPair'].map((name) => [name, 'readonly' as const]),
);
const compilerOptions = {
  strict: true,
  experimentalDecorators: true,
  target: 'es2022',
  module: 'nodenext',
  moduleDetection: 'force',
  types: ['node'],
  skipLibCheck: true,
  noEmit: true,
};
/** A folder for each kind of declarations: what the runtime of workers has is declared in another way there. */
const projects = {
  node: compilerOptions,
  workers: { ...compilerOptions, lib: ['es2023'], types: ['@cloudflare/workers-types'] },
};
const projectOf = (text: string): keyof typeof projects => (/DurableObject|'partyserver'/u.test(text) ? 'workers' : 'node');

/** What the recommended and strict rules, and in TypeScript the compiler, say about each of the texts; all in one program. */
export const findingsIn = async (texts: readonly { text: string; language: Language }[]): Promise<string[][]> => {
  // They take seconds to load, which tests of the texts alone can do without.
  const [{ default: ts }, { default: tseslint }] = await Promise.all([import('typescript'), import('typescript-eslint')]);
  // Inside node_modules, so that imports resolve; a new one each time, since typescript-eslint remembers programs by their paths.
  const cache = join(import.meta.dirname, '../../node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'fixes-'));
  try {
    for (const [project, options] of Object.entries(projects)) {
      mkdirSync(join(folder, project), { recursive: true });
      writeFileSync(join(folder, project, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.mts'] }));
    }
    const files = texts.map(({ text, language }, index) => join(folder, projectOf(text), `${String(index)}.${extensions[language]}`));
    for (const [index, { text }] of texts.entries()) writeFileSync(files[index] ?? '', text);
    const eslint = new ESLint({
      cwd: folder,
      overrideConfigFile: true,
      ignore: false,
      baseConfig: defineConfig(
        { files: ['**/*.{cjs,mjs}'], extends: [js.configs.recommended], languageOptions: { globals } },
        {
          files: ['**/*.mts'],
          extends: [js.configs.recommended, tseslint.configs.strictTypeChecked],
          languageOptions: { parserOptions: { project: Object.keys(projects).map((project) => `./${project}/tsconfig.json`), tsconfigRootDir: folder } },
        },
      ),
    });
    const results = await eslint.lintFiles(files);
    const programs = Object.entries(projects).map(([project, options]) => {
      const parsed = ts.parseJsonConfigFileContent({ compilerOptions: options, include: ['*.mts'] }, ts.sys, join(folder, project));
      return ts.createProgram(parsed.fileNames, parsed.options);
    });
    const typeErrors = (file: string): string[] =>
      programs.flatMap((program) => {
        const source = program.getSourceFile(file);
        return source ? ts.getPreEmitDiagnostics(program, source).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')) : [];
      });
    return files.map((file) => [
      ...results.filter(({ filePath }) => filePath === file).flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId ?? 'parser'}: ${message}`)),
      ...typeErrors(file),
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
