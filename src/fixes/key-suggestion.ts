import type { TSESLint } from '@typescript-eslint/utils';
import type { KeyPlaces } from '../verdict/key-places.js';
import { userText } from './guard-text.js';
import { readStyle } from './source-style.js';

interface KeySuggestion {
  readonly user: string;
  readonly fix: TSESLint.ReportFixFunction;
}

/** Counts by the verified user instead, everywhere at once. */
export function keySuggestion({ ranges, user }: KeyPlaces, sourceCode: Readonly<TSESLint.SourceCode>, filename: string): KeySuggestion {
  const text = userText(user, sourceCode.text, readStyle(sourceCode, filename));
  return { user: text, fix: (fixer) => ranges.map((range) => fixer.replaceTextRange([...range], text)) };
}
