import * as typescriptParser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import plugin from '../../src/index.js';
import { type Example, marked, PLAIN } from './examples.js';

export type ConfigName = keyof typeof plugin.configs;

/** What a configuration on a page has under the plugin's key in its settings. */
export const settingsIn = async (code: string): Promise<object> => {
  const text = code.replace(/^import .*$/mu, 'const websocketLimits = { configs: {} };');
  const { default: config } = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as { default: Linter.Config[] };
  return config.at(-1)?.settings?.['websocket-limits'] ?? {};
};

const shown = await Promise.all(marked('settings').map(async ({ page, line, code }) => ({ page, line, settings: await settingsIn(code) })));
const settingsAbove = ({ page, line }: Example): object => shown.filter((other) => other.page === page && other.line < line).at(-1)?.settings ?? {};

export const configFor = (name: ConfigName, example: Example, more: object = {}): Linter.Config[] => {
  const given = example.words.find((word) => word.startsWith('settings='))?.slice('settings='.length);
  const settings = { 'websocket-limits': { ...settingsAbove(example), ...(JSON.parse(given ?? '{}') as object), ...more } };
  return [
    { files: ['**/*.{js,ts}'], ...plugin.configs[name], settings },
    { files: ['**/*.ts'], languageOptions: { parser: typescriptParser } },
  ];
};

/** The config that has the rule of a page; `strict` for pages of no rule. */
export const configOf = (page: string): ConfigName => {
  const rule = /^docs\/rules\/(?<rule>.+)\.md$/u.exec(page)?.groups?.['rule'];
  return rule === undefined || `websocket-limits/${rule}` in (plugin.configs.strict.rules ?? {}) ? 'strict' : 'audit';
};

export const fileOf = (language: string): string => `server.${language}`;
export const idsOf = (messages: readonly Linter.LintMessage[]): string[] => messages.map(({ messageId, message }) => messageId ?? message).sort();
/** The ids behind an example's first word, or behind its path. */
export const expectedIds = ({ words }: Example): string[] => words.slice(words[0] === 'file' || words[0] === 'patch' ? 2 : 1).filter((word) => !word.includes('=')).sort();

export const linter = new Linter({ configType: 'flat' });
export const messagesOf = ({ code, language }: Pick<Example, 'code' | 'language'>, config: Linter.Config[]): Linter.LintMessage[] =>
  linter.verify(code, config, { filename: fileOf(language) });

/** What the strict config reports on a text. */
export const strictly = (example: Example): Linter.LintMessage[] => messagesOf(example, configFor('strict', example));
export const plainly = (code: string): Example => ({ ...PLAIN, code });
