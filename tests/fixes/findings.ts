import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import js from '@eslint/js';
import { ESLint } from 'eslint';
import { defineConfig } from 'eslint/config';
import ts from 'typescript';
import tseslint from 'typescript-eslint';
import type { Language } from '../runtime/fixture.js';

const extensions: Readonly<Record<Language, string>> = { commonjs: 'cjs', esm: 'mjs', typescript: 'mts' };
const globals = Object.fromEntries(
  ['console', 'require', 'module', 'exports', 'process', 'globalThis', 'setTimeout', 'URL', 'Response'].map((name) => [name, 'readonly' as const]),
);
const tsconfig = {
  compilerOptions: {
    strict: true,
    target: 'es2022',
    module: 'nodenext',
    moduleDetection: 'force',
    types: ['node'],
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['*.mts'],
};

/** What the recommended and strict rules, and in TypeScript the compiler, say about each of the texts; all in one program. */
export const findingsIn = async (texts: readonly { text: string; language: Language }[]): Promise<string[][]> => {
  // Inside node_modules, so that imports resolve.
  const folder = join(import.meta.dirname, '../../node_modules/.cache', `fixes-${String(process.pid)}`);
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
    const files = texts.map(({ language }, index) => join(folder, `${String(index)}.${extensions[language]}`));
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
          languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: folder } },
        },
      ),
    });
    const results = await eslint.lintFiles(files);
    const { fileNames, options } = ts.parseJsonConfigFileContent(tsconfig, ts.sys, folder);
    const program = ts.createProgram(fileNames, options);
    return files.map((file) => [
      ...results.filter(({ filePath }) => filePath === file).flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId ?? 'parser'}: ${message}`)),
      ...(file.endsWith('.mts')
        ? ts.getPreEmitDiagnostics(program, program.getSourceFile(file)).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
        : []),
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
