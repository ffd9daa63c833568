import { describe, expect, it } from 'vitest';
import { type Engine, lint, summary } from './lint.js';
import { Project } from './project.js';
import { TYPED } from './sample.js';

// Of these, each takes the others from beside it: as links, they would all come from this repository, with its TypeScript.
const OF_THE_PARSER = ['parser', 'typescript-estree', 'project-service', 'tsconfig-utils', 'scope-manager', 'types', 'visitor-keys'].map((name) => `@typescript-eslint/${name}`);

/** Beside the plugin, a rule that says which TypeScript has been loaded, by its file and its own word. */
const CONFIG = `import { createRequire } from 'node:module';
import plugin from 'eslint-plugin-websocket-limits';
import * as parser from '@typescript-eslint/parser';

const { cache } = createRequire(import.meta.url);
const versions = () => Object.entries(cache).filter(([file]) => /[\\\\/]lib[\\\\/]typescript\\.js$/.test(file)).map(([, loaded]) => loaded.exports.version);
const compiler = {
  meta: { messages: { loaded: 'TypeScript {{version}}' } },
  create: (context) => ({ Program: (node) => context.report({ node, messageId: 'loaded', data: { version: versions().join() } }) }),
};

export default [
  plugin.configs.audit,
  { files: ['**/*.ts'], languageOptions: { parser }, plugins: { host: { rules: { compiler } } }, rules: { 'host/compiler': 'warn' } },
];
`;

const cells = (['eslint-8', 'eslint-9', 'eslint'] as Engine[]).flatMap((engine) =>
  Object.entries({ '5.9.3': 'typescript-5', '6.0.3': 'typescript' }).map(([version, typescript]) => ({ engine, version, typescript })),
);

describe('@typescript-eslint/parser', () => {
  it.concurrent.each(cells)('with TypeScript $version in $engine leads to the same finding', async ({ engine, version, typescript }) => {
    const project = new Project({ ...TYPED, 'eslint.config.mjs': CONFIG }, { linked: { eslint: engine, typescript }, copied: [...OF_THE_PARSER, 'ts-api-utils'] });
    const results = await lint(project, ['typed.ts']);
    project.remove();
    expect(results.flatMap(({ messages }) => messages.filter(({ ruleId }) => ruleId === 'host/compiler').map(({ message }) => message))).toEqual([`TypeScript ${version}`]);
    expect(summary(results).filter((line) => !line.includes('host/compiler'))).toEqual(['typed.ts 15:1-15:19 error require-per-user-connection-limit missing, fix']);
  });
});
