import type { MarkdownOptions } from 'vitepress';
import { linkRepository } from './repository.js';

/** Words behind a fence's language say how its example is tested. To the highlighter they would be line numbers. */
const LANGUAGE_ALONE = /^(?<language>[\w-]+)\s+(?![[{]).*$/u;

export const markdown: MarkdownOptions = {
  // Headings have the anchors that they have where the repository is read.
  anchor: { slugify: (title) => title.toLowerCase().replaceAll(/[^\w\s-]/gu, '').trim().replaceAll(' ', '-') },
  config: (renderer) => {
    renderer.core.ruler.push('fence-language', ({ tokens }) => {
      for (const token of tokens) {
        if (token.type === 'fence') token.info = LANGUAGE_ALONE.exec(token.info.trim())?.groups?.['language'] ?? token.info;
      }
    });
    linkRepository(renderer);
  },
};
