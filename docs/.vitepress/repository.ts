import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { dirname, join as joinUrl, normalize } from 'node:path/posix';
import type { MarkdownRenderer } from 'vitepress';
import { docs } from './pages.js';

const root = join(docs, '..');

/** Where a link on a page leads. */
const LINK = /\]\((?<to>[^()\s]+)\)/gu;
const FENCE = /^```[\s\S]+?^```/gmu;

/**
 * Pages link to files of the repository, such as a source file or the front page. The site shows each of them on a page
 * of its own, which is found by links alone.
 */
export interface ShownFile {
  /** From the root of the repository. */
  readonly file: string;
  readonly slug: string;
}

const slugOf = (file: string): string => file.replaceAll(/\W+/gu, '-').replaceAll(/^-|-$/gu, '').toLowerCase();
/** What lies here lies at the root of the site. */
const PUBLIC = 'docs/public/';
const isPage = (file: string): boolean => file.startsWith('docs/') && file.endsWith('.md');
const isFile = (file: string): boolean => existsSync(join(root, file)) && statSync(join(root, file)).isFile();

/** The file of the repository that a link in another file leads to, and the heading in it. */
function target(from: string, to: string): { file: string; anchor: string } | undefined {
  if (/^(?:[a-z]+:|\/|#)/iu.test(to)) return undefined;
  const [path = '', anchor] = to.split('#');
  return { file: normalize(joinUrl(dirname(from), path)), anchor: anchor === undefined ? '' : `#${anchor}` };
}

/** What a link has to say on the site; undefined where it may stay as it is. */
function siteLink(from: string, to: string): string | undefined {
  const found = target(from, to);
  if (!found || !isFile(found.file)) return undefined;
  if (found.file.startsWith(PUBLIC)) return `/${found.file.slice(PUBLIC.length)}`;
  if (!isPage(found.file)) return `/repository/${slugOf(found.file)}${found.anchor}`;
  return isPage(from) ? undefined : `/${found.file.slice('docs/'.length)}${found.anchor}`;
}

function linksIn(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8').replaceAll(FENCE, '');
  return Array.from(text.matchAll(LINK), ({ groups }) => groups?.['to'] ?? '');
}

/** All files that pages link to, and those that these link to. */
export function shownFiles(): ShownFile[] {
  const pages = readdirSync(docs, { recursive: true, encoding: 'utf8' }).map((name) => relative(root, join(docs, name)).replaceAll('\\', '/'));
  const waiting = pages.filter((file) => isPage(file) && !file.includes('/.') && !file.includes('['));
  const shown = new Set<string>();
  for (const file of waiting) {
    for (const to of linksIn(file)) {
      const found = target(file, to)?.file;
      if (found === undefined || isPage(found) || found.startsWith(PUBLIC) || shown.has(found) || !isFile(found)) continue;
      shown.add(found);
      if (found.endsWith('.md')) waiting.push(found);
    }
  }
  return [...shown].sort().map((file) => ({ file, slug: slugOf(file) }));
}

/** The page about a file: its text where that is a page itself, and otherwise the text as code. */
export function contentOf(file: string): string {
  const text = readFileSync(join(root, file), 'utf8');
  if (!file.endsWith('.md')) return `# ${file}\n\n\`\`\`\`\`${extname(file).slice(1)}\n${text.trimEnd()}\n\`\`\`\`\`\n`;
  return text.replaceAll(LINK, (_link, to: string) => `](${siteLink(file, to) ?? to})`);
}

/** The list of pages for coding agents, with the addresses that they have on the site. */
export function agentsPage(base: string): string {
  const text = readFileSync(join(root, 'llms.txt'), 'utf8');
  return text.replaceAll(LINK, (_link, to: string) => `](${base}${(siteLink('llms.txt', to) ?? `/${to}`).slice(1).replace(/(?:\.md)?(?=#|$)/u, '.html')})`);
}

/** Leads links from pages to files of the repository. */
export function linkRepository(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('repository-links', ({ tokens, env }) => {
    const { relativePath } = env as { relativePath: string };
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const to = token.type === 'link_open' ? token.attrGet('href') : null;
      const link = to === null ? undefined : siteLink(`docs/${relativePath}`, decodeURI(to));
      if (link !== undefined) token.attrSet('href', link);
    }
  });
}
