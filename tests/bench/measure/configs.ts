import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ESLint, Linter, Rule } from 'eslint';
import type { ConfigName } from './measurements.js';

type Plugin = ESLint.Plugin & { readonly configs: Readonly<Record<string, Linter.Config>> };

const FILES = ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'];

/** What every ESLint does that has a rule at all. */
const nothing: Rule.RuleModule = { meta: { type: 'problem', schema: [] }, create: () => ({}) };
const floor: Linter.Config = { plugins: { floor: { rules: { nothing } } }, rules: { 'floor/nothing': 'error' } };

/** The plugin as it is published: `npm run build` makes it. */
export const BUILT = path.resolve('dist/index.js');

/** All of them have one parser, and none reads comments for ESLint. Only what is asked for is loaded. */
export async function configsFor(name: ConfigName, folder: string): Promise<Linter.Config[]> {
  return [...(await shared()), ...(await load(name, folder))];
}

/** One of our rules, by itself. */
export async function configOf(rule: string): Promise<Linter.Config[]> {
  return [...(await shared()), { plugins: { 'websocket-limits': await pluginAt(pathToFileURL(BUILT).href) }, rules: { [`websocket-limits/${rule}`]: 'error' } }];
}

async function shared(): Promise<Linter.Config[]> {
  const parser = await import('@typescript-eslint/parser');
  return [{ files: FILES, languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } }, linterOptions: { reportUnusedDisableDirectives: 'off', noInlineConfig: true } }];
}

async function load(name: ConfigName, folder: string): Promise<Linter.Config[]> {
  switch (name) {
    case 'floor':
      return [floor];
    case 'recommended':
    case 'strict':
      return recommendedOf(await pluginAt(pathToFileURL(BUILT).href), name);
    case 'security':
      return recommendedOf(await pluginAt('eslint-plugin-security'));
    case 'sonarjs':
      return recommendedOf(await pluginAt('eslint-plugin-sonarjs'));
    case 'typed': {
      const { configs } = await import('typescript-eslint');
      return [...(configs.recommendedTypeChecked as Linter.Config[]), { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: folder } } }];
    }
  }
}

function recommendedOf({ configs }: Plugin, name = 'recommended'): Linter.Config[] {
  const config = configs[name];
  if (!config) throw new Error(`The plugin has no config ${name}.`);
  return [config];
}

/** By its specifier: one of them has no types, and none has the type that ESLint gives to plugins. */
async function pluginAt(specifier: string): Promise<Plugin> {
  return ((await import(specifier)) as { default: Plugin }).default;
}
