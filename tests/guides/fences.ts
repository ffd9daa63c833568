import { readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** A piece of code on a page. The words behind its language say what it is; see tests/guides.test.ts. */
export interface Fence {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly words: readonly string[];
  readonly code: string;
}

export const textOf = (page: string): string => readFileSync(path.join(root, page), 'utf8');

export function fencesOf(page: string): Fence[] {
  const text = textOf(page);
  return Array.from(text.matchAll(/^```(?<info>\S.*)\n(?<code>(?:(?!```).*\n)*)```$/gmu), ({ groups, index }) => {
    const [language = '', ...words] = (groups?.['info'] ?? '').trim().split(/\s+/u);
    return { page, line: text.slice(0, index).split('\n').length, language, words, code: groups?.['code'] ?? '' };
  });
}

/** The one piece of code on a page with these words. */
export function fenceOf(page: string, ...words: string[]): Fence {
  const [found, ...more] = fencesOf(page).filter((fence) => words.every((word, index) => fence.words[index] === word));
  if (!found || more.length > 0) throw new Error(`${page} has ${found ? 'several pieces' : 'no piece'} of code marked "${words.join(' ')}".`);
  return found;
}
