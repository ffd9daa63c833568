import { Linter } from 'eslint';
import { expect, test } from 'vitest';
import plugin from '../../src/index.js';
import { fencesOf } from './fences.js';

const linter = new Linter({ configType: 'flat' });
const examples = fencesOf('docs/faq.md').filter(({ words }) => words[0] === 'reported');

test('every program on the page says what is reported in it', () => {
  expect(examples.length).toBeGreaterThan(0);
  expect(fencesOf('docs/faq.md').filter(({ words }) => !['reported', 'client'].includes(words[0] ?? ''))).toEqual([]);
});

test.each(examples.map((example) => [`line ${String(example.line)}`, example] as const))('%s', (_, { code, words }) => {
  const messages = linter.verify(code, [plugin.configs.audit, { settings: { 'websocket-limits': { crossFile: false } } }], { filename: 'server.js' });
  expect(messages.map(({ messageId, message }) => messageId ?? message)).toEqual(words.slice(1));
});

test('a limit that depends on the account has both its numbers said', () => {
  const [example] = examples;
  const [message] = linter.verify(example?.code ?? '', [plugin.configs.audit], { filename: 'server.js' });
  expect(message?.message).toBe('Per-user limit set to 3 or 10 connections.');
});
