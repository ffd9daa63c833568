import type { TSESLint } from '@typescript-eslint/utils';
import type { Edit } from '../guard-fix.js';

/** Edits as ESLint carries them out. */
export function fixOf(edits: readonly Edit[]): TSESLint.ReportFixFunction {
  return (fixer) => edits.map(({ start, end, text }) => fixer.replaceTextRange([start, end ?? start], text));
}
