import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import eslintPlugin from 'eslint-plugin-eslint-plugin';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import * as regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

/**
 * Which rooms of src/ a room may import from, besides itself. A room that is missing here may import nothing.
 *
 * @type {Record<string, { may: string[], because: string }>}
 */
const rooms = {
  models: {
    may: [],
    because: 'A model is data about one library. What is done with it is decided elsewhere.',
  },
  'declared-libraries.ts': {
    may: ['models'],
    because: 'It reads a model that somebody else wrote, and compares its shape with that of ours.',
  },
  'settings.ts': {
    may: ['models', 'declared-libraries.ts'],
    because: 'Every room reads the settings, so the settings may know no room but the shape of a model.',
  },
  facts: {
    may: ['models', 'settings.ts'],
    because: 'Facts are about one module alone: they must be the same whatever program the module turns out to be in.',
  },
  link: {
    may: ['facts', 'models', 'settings.ts'],
    because: 'Linking joins modules into programs. It does not know what is asked about them.',
  },
  verdict: {
    may: ['link', 'facts', 'models', 'settings.ts'],
    because: 'Verdicts are pure: the same program gives the same findings in an editor, in ESLint and in the audit.',
  },
  fixes: {
    may: ['verdict', 'link', 'facts', 'models', 'settings.ts'],
    because: 'A fix knows how to write a guard, never whether one is needed, nor who reports it.',
  },
  report: {
    may: ['verdict', 'link', 'facts', 'models', 'settings.ts', 'docs-url.ts'],
    because: 'The ESLint side hands findings to the rules. It knows neither rules nor fixes.',
  },
  rules: {
    may: ['report', 'fixes', 'verdict', 'link', 'facts', 'models', 'settings.ts'],
    because: 'Rules word findings for ESLint. The audit words them for itself.',
  },
  audit: {
    may: ['verdict', 'link', 'facts', 'models', 'settings.ts'],
    because: 'The audit runs without ESLint, so it takes verdicts, not rules.',
  },
  'index.ts': {
    may: ['rules', 'settings.ts', 'declared-libraries.ts'],
    because: 'The entry names rules and configs and holds no logic, so it needs nothing behind them.',
  },
  'rule-options.ts': {
    may: ['rules', 'settings.ts'],
    because: 'It tells ESLint the types of what users write, which stand with the rules and with the settings.',
  },
};

const fileSystem = {
  group: ['fs', 'fs/*', 'node:fs', 'node:fs/*'],
  message: 'Only src/link/disk.ts and the audit touch the file system: one cache, and one place that survives bad files.',
};
const parsers = {
  group: ['oxc-parser', 'espree', 'typescript', '@babel/*', '@typescript-eslint/typescript-estree'],
  message: 'Only src/link/parse-module.ts parses: load.ts makes facts of its trees, and drops them.',
};
const ownParser = {
  group: ['@typescript-eslint/parser'],
  message: 'Never: the parser is the choice of the linted project, and TypeScript 7 projects cannot install this one.',
};
const typesOnly = {
  group: ['@typescript-eslint/types', '@typescript-eslint/utils', '@typescript-eslint/utils/*'],
  allowTypeImports: true,
  message: 'Types only: at run time the root alone loads 369 modules, a parser among them, before the first file is linted.',
};
const treeTypes = {
  group: typesOnly.group,
  message: 'Syntax trees end in src/facts: later rooms take ranges and plain data, which can be cached and compared.',
};
const eslintItself = {
  group: ['eslint', 'eslint/*', '@eslint/*'],
  message: 'Only index, rules, report and fixes know ESLint: the rest also serves the audit, which runs without it.',
};
const nothingButModels = {
  // Everything that is not a relative path.
  regex: '^[^.]',
  message: 'A model is plain data: it needs no package.',
};
const verdictAtRunTime = {
  regex: '^\\.\\./(?:\\.\\./)*(?:verdict|link|facts|models)/',
  allowTypeImports: true,
  message: 'Fixes take findings as data, so of the rooms before them they need the types alone.',
};

/**
 * @param {string[]} files
 * @param {object[]} patterns
 * @param {string[]} ignores
 * @returns {import('eslint').Linter.Config}
 */
const forbid = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
});

/** @type {import('eslint').Linter.RulesRecord} */
const importDirection = {
  'import-x/no-restricted-paths': [
    'error',
    {
      basePath: import.meta.dirname,
      zones: Object.entries(rooms).map(([room, { may, because }]) => ({
        target: `./src/${room}`,
        from: './src',
        except: [room, ...may].map((allowed) => `./${allowed}`),
        message: because,
      })),
    },
  ],
};

export default defineConfig(
  globalIgnores(['dist/', 'docs/.vitepress/dist/', 'docs/.vitepress/cache/', 'coverage/', 'reports/', '**/fixtures/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },

  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  regexp.configs.recommended,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.js', '.mjs'] },
      'import-x/resolver-next': [createNodeResolver({ extensionAlias: { '.js': ['.ts', '.js'] } })],
    },
    rules: {
      // TypeScript checks every file linted here and knows the globals of Node.
      'no-undef': 'off',
      eqeqeq: 'error',
      'object-shorthand': 'error',
      'prefer-template': 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A `default` clause is an answer: nobody lists all 170 kinds of syntax node.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Node kinds are compared as strings: the enum behind them would be an import at run time.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-duplicates': ['error', { 'prefer-inline': true }],
      'import-x/no-mutable-exports': 'error',
      'import-x/no-self-import': 'error',
      'import-x/order': ['error', { 'newlines-between': 'ignore', alphabetize: { order: 'ignore' } }],
      ...importDirection,
    },
  },

  // What each room may take from outside src/. A later entry replaces an earlier one, so every entry is complete.
  forbid(['src/index.ts', 'src/rules/**', 'src/report/**'], [ownParser, typesOnly, parsers, fileSystem]),
  forbid(['src/fixes/**'], [ownParser, typesOnly, parsers, fileSystem, verdictAtRunTime]),
  forbid(['src/models/**'], [nothingButModels]),
  forbid(['src/settings.ts', 'src/declared-libraries.ts', 'src/verdict/**'], [eslintItself, treeTypes, ownParser, parsers, fileSystem]),
  forbid(['src/facts/**'], [eslintItself, typesOnly, ownParser, parsers, fileSystem]),
  forbid(['src/link/**'], [eslintItself, treeTypes, ownParser, parsers, fileSystem], ['src/link/disk.ts', 'src/link/parse-module.ts']),
  forbid(['src/link/disk.ts'], [eslintItself, treeTypes, ownParser, parsers]),
  forbid(['src/link/parse-module.ts'], [eslintItself, typesOnly, ownParser, fileSystem]),
  forbid(['src/audit/**'], [eslintItself, typesOnly, ownParser]),

  {
    files: ['src/rules/**/*.ts', 'tests/rules/**/*.ts'],
    extends: [eslintPlugin.configs.recommended],
    rules: {
      'eslint-plugin/consistent-output': 'error',
      'eslint-plugin/no-incomplete-meta-schema': 'error',
      'eslint-plugin/no-incorrect-meta-schema': 'error',
      'eslint-plugin/no-property-in-node': 'error',
      'eslint-plugin/prefer-placeholders': 'error',
      // `report-connection-limit` asks nothing of the code: it says what is enforced already.
      'eslint-plugin/require-meta-docs-description': ['error', { pattern: '^(enforce|require|disallow|say)' }],
      'eslint-plugin/require-meta-docs-recommended': 'error',
      'eslint-plugin/require-meta-languages': 'error',
      'eslint-plugin/require-test-error-positions': 'error',
      'eslint-plugin/unique-test-case-names': 'error',
    },
  },
  {
    files: ['tests/**'],
    rules: {
      // A stub has nothing to do and nothing to wait for.
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/require-await': 'off',
      'no-console': 'off',
    },
  },
  { files: ['scripts/**', 'src/audit/**'], rules: { 'no-console': 'off' } },
);
