import type { MarkdownOptions } from 'vitepress';
import { linkRepository } from './repository.js';

/** Words behind a fence's language say how its example is tested. To the highlighter they would be line numbers. */
function languageOf(info: string): string {
  const [language = '', next = ''] = info.trim().split(/\s+/u);
  // A title, or lines that are to stand out.
  return /^[[{]/u.test(next) ? info : language;
}

export const markdown: MarkdownOptions = {
  // The default themes have colours that stand out less than 4.5 to 1.
  theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  // Headings have the anchors that they have where the repository is read.
  anchor: { slugify: (title) => title.toLowerCase().replaceAll(/[^\w\s-]/gu, '').trim().replaceAll(' ', '-') },
  config: (renderer) => {
    renderer.core.ruler.push('fence-language', ({ tokens }) => {
      for (const token of tokens) {
        if (token.type === 'fence') token.info = languageOf(token.info);
      }
    });
    linkRepository(renderer);
  },
};
