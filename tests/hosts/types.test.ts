import { pluginsToRulesDTS } from 'eslint-typegen/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import plugin from '../../src/index.js';
import { type Packages, Project } from './project.js';

/** Configurations that are right, in each way of writing one. */
const RIGHT = {
  'right/default-import.ts': `
    import websocketLimits from 'eslint-plugin-websocket-limits';
    import { defineConfig } from 'eslint/config';
    export default defineConfig([websocketLimits.configs.recommended, websocketLimits.configs.strict, websocketLimits.configs.audit]);
  `,
  'right/extends.ts': `
    import websocketLimits from 'eslint-plugin-websocket-limits';
    import { defineConfig } from 'eslint/config';
    export default defineConfig([
      { files: ['**/*.js'], extends: [websocketLimits.configs.recommended] },
      { plugins: { 'websocket-limits': websocketLimits }, extends: ['websocket-limits/strict'] },
    ]);
  `,
  'right/plugins.ts': `
    import type { ESLint, Linter } from 'eslint';
    import websocketLimits from 'eslint-plugin-websocket-limits';
    export const plugin: ESLint.Plugin = websocketLimits;
    export default [{ plugins: { 'websocket-limits': websocketLimits } }] satisfies Linter.Config[];
  `,
  'right/common-js.cts': `
    import websocketLimits = require('eslint-plugin-websocket-limits');
    import { defineConfig } from 'eslint/config';
    export = defineConfig([websocketLimits.configs.recommended]);
  `,
  'right/named-types.ts': `
    import type { GuardDeclaration, LibraryDeclaration, MaxConnectionsPerUserOptions, RequirePerUserConnectionLimitOptions, WebsocketLimitsSettings } from 'eslint-plugin-websocket-limits';
    export const range: MaxConnectionsPerUserOptions = { min: 1 };
    export const guard: RequirePerUserConnectionLimitOptions = { limit: 5, fix: 'suggest' };
    export const declared: GuardDeclaration = { module: '@example/limits', name: 'limitConnections', limit: 3 };
    export const library: LibraryDeclaration = {
      name: '@acme/realtime',
      specifiers: ['@acme/realtime'],
      exports: { createGateway: { calls: 'acme:gateway' } },
      roles: {
        'acme:gateway': { waysIn: [{ call: ['onClient'], phase: 'accepted', parameters: [null, 'acme:client'], isSite: true, covers: 'emitter' }] },
        'acme:client': { methods: { drop: { rejects: true } }, ends: ['gone'] },
      },
    };
    export const settings: WebsocketLimitsSettings = { identity: ['socket.data.user.id'], guards: [declared], libraries: [library], crossFile: false };
  `,
  'right/options.ts': `
    import websocketLimits from 'eslint-plugin-websocket-limits';
    import { defineConfig } from 'eslint/config';
    export default defineConfig([
      websocketLimits.configs.recommended,
      {
        rules: {
          'websocket-limits/require-per-user-connection-limit': ['error', { limit: 5, fix: 'suggest' }],
          'websocket-limits/max-connections-per-user': ['warn', { max: 20 }],
          'websocket-limits/require-connection-release': 'off',
          'websocket-limits/report-connection-limit': ['warn'],
          'no-console': ['error', { allow: ['warn'] }],
        },
        settings: { 'websocket-limits': { identity: ['request.user.id'], crossFile: false }, other: 1 },
      },
    ]);
  `,
};

const wrong = (config: string): string => `
    import { defineConfig } from 'eslint/config';
    export default defineConfig([{ ${config} }]);
  `;
/** Each is an error where rule-options is imported, and only there. */
const WRONG_OPTIONS = {
  'wrong/option-name.ts': wrong("rules: { 'websocket-limits/max-connections-per-user': ['error', { maximum: 20 }] }"),
  'wrong/option-type.ts': wrong("rules: { 'websocket-limits/max-connections-per-user': ['error', { max: '20' }] }"),
  'wrong/option-word.ts': wrong("rules: { 'websocket-limits/require-per-user-connection-limit': ['error', { fix: 'always' }] }"),
  'wrong/options-of-no-rule.ts': wrong("rules: { 'websocket-limits/require-connection-release': ['error', { max: 3 }] }"),
};
/** The same; but the types of ESLint 9 take whatever stands in settings. */
const WRONG_SETTINGS = {
  'wrong/setting-name.ts': wrong("settings: { 'websocket-limits': { crossfile: false } }"),
  'wrong/setting-type.ts': wrong("settings: { 'websocket-limits': { identity: 'socket.data.user.id' } }"),
  'wrong/guard.ts': wrong("settings: { 'websocket-limits': { guards: [{ module: '@example/limits' }] } }"),
  'wrong/library.ts': wrong("settings: { 'websocket-limits': { libraries: [{ name: 'acme', specifiers: ['acme'], exports: { serve: { call: 'acme:server' } }, roles: {} }] } }"),
};
const SWITCH = { 'switch.ts': "import 'eslint-plugin-websocket-limits/rule-options';\n" };

const tsconfig = (folders: readonly string[], exactOptionalPropertyTypes: boolean): string =>
  JSON.stringify({
    compilerOptions: {
      noEmit: true,
      strict: true,
      exactOptionalPropertyTypes,
      noUncheckedSideEffectImports: true,
      target: 'es2023',
      module: 'nodenext',
      types: [],
      lib: ['es2023'],
      skipLibCheck: false,
    },
    include: folders,
  });

const ENGINES: Record<string, NonNullable<Packages['linked']>> = {
  'eslint 9': { eslint: 'eslint-9', '@eslint/core': 'eslint-9/node_modules/@eslint/core' },
  'eslint 10': {},
};
const COMPILERS: Record<string, string> = { '5.9.3': 'typescript-5', '6.0.3': 'typescript' };
const pairs = Object.keys(ENGINES).flatMap((engine) => Object.keys(COMPILERS).map((compiler) => [engine, compiler] as const));

describe.each(pairs)('with the types of %s, TypeScript %s', (engine, version) => {
  let project: Project;

  beforeAll(() => {
    const linked = { ...ENGINES[engine], typescript: COMPILERS[version] ?? '' };
    project = new Project({ ...RIGHT, ...WRONG_OPTIONS, ...WRONG_SETTINGS, ...SWITCH }, { linked });
  });
  afterAll(() => {
    project.remove();
  });

  /** The files with errors; those of other packages' declarations are theirs. */
  async function check(folders: readonly string[], isExact: boolean): Promise<string[]> {
    const name = `tsconfig-${folders.length}-${isExact}.json`;
    project.write({ [name]: tsconfig(folders, isExact) });
    const { stdout } = await project.run('typescript/bin/tsc', ['--pretty', 'false', '-p', name]);
    const files = Array.from(stdout.matchAll(/^(?<file>\S+)\(\d+,\d+\): error/gmu), ({ groups }) => groups?.['file'] ?? '');
    const others = /^(?:\.\.\/|node_modules\/(?!eslint-plugin-websocket-limits\/))/u;
    return [...new Set(files)].filter((file) => !others.test(file)).sort();
  }

  it('is what checks', async () => {
    expect((await project.run('typescript/bin/tsc', ['--version'])).stdout.trim()).toBe(`Version ${version}`);
    const { stdout } = await project.run('eslint/bin/eslint.js', ['--version']);
    expect(stdout).toContain(`v${engine.replace('eslint ', '')}.`);
  });

  it('takes every configuration as long as nobody asks for more', async () => {
    expect(await check(['right', 'wrong'], true)).toEqual([]);
  });

  it.each([true, false])('finds wrong options and settings by rule-options, with exactOptionalPropertyTypes %s', async (isExact) => {
    const wrongs = { ...WRONG_OPTIONS, ...(engine === 'eslint 9' ? {} : WRONG_SETTINGS) };
    expect(await check(['right', 'wrong', 'switch.ts'], isExact)).toEqual(Object.keys(wrongs).sort());
  });
});

// The types of the rules in what it writes are right: tests/hosts/option-types.test.ts compares them with ours. How it hands
// them to ESLint is not, since RulesRecord became an alias. When this fails, docs can say that both ways work.
describe('eslint-typegen', () => {
  it('writes an augmentation that the types of ESLint refuse, with or without our types', async () => {
    const generated = await pluginsToRulesDTS({ 'websocket-limits': plugin });
    const project = new Project({ 'typegen.d.ts': generated, 'tsconfig.json': tsconfig(['typegen.d.ts'], true) });
    const { code, stdout } = await project.run('typescript/bin/tsc', ['--pretty', 'false', '-p', '.']);
    project.remove();
    expect(code).not.toBe(0);
    expect(stdout).toContain("Duplicate identifier 'RulesRecord'");
  });
});
