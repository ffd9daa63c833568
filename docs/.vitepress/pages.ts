import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const docs = fileURLToPath(new URL('..', import.meta.url));

/** Pages that have a place of their own. */
const PLACED = new Set(['index', 'playground']);

export interface Page {
  /** As in `text` and `link` of the sidebar. */
  readonly text: string;
  readonly link: string;
}

/** The pages of a folder under docs/, found anew at each start: its index first, the others by their titles. */
export function pagesIn(folder: string): Page[] {
  const path = join(docs, folder);
  const files = existsSync(path) ? readdirSync(path).filter((name) => name.endsWith('.md')) : [];
  const names = files.map((name) => basename(name, '.md')).filter((name) => folder !== '' || !PLACED.has(name));
  const pages = names.map((name) => ({ name, page: pageAt(folder === '' ? name : `${folder}/${name}`) }));
  const order = (name: string): number => (name === 'index' ? 0 : 1);
  return pages.sort((a, b) => order(a.name) - order(b.name) || a.page.text.localeCompare(b.page.text, 'en')).map(({ page }) => page);
}

/** A page by its path under docs/, without the ending. */
export function pageAt(path: string): Page {
  return { text: titleOf(readFileSync(join(docs, `${path}.md`), 'utf8')) ?? basename(path), link: `/${path.replace(/(?:^|\/)index$/u, '/')}` };
}

/** The first heading, as plain text. */
function titleOf(markdown: string): string | undefined {
  const heading = /^# (?<title>.+)$/mu.exec(markdown)?.groups?.['title'];
  return heading?.replaceAll(/`|\*\*|\s*\{#[\w-]+\}$/gu, '').trim();
}
