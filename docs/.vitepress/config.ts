import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitepress';
import { markdown } from './markdown.js';
import { agentsPage } from './repository.js';
import { nav, sidebar } from './sidebar.js';
import { vite } from './vite.js';

/** For hosts that serve the site from a folder. */
const base = process.env['DOCS_BASE'] ?? '/';

export default defineConfig({
  title: 'websocket-limits',
  titleTemplate: ':title · eslint-plugin-websocket-limits',
  description: 'ESLint plugin that finds WebSocket servers without an enforced limit on connections per user, and adds one.',
  lang: 'en',
  base,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: `${base}favicon.svg` }]],
  ignoreDeadLinks: [],
  // A sidebar of links would have all pages loaded that nobody asked for.
  router: { prefetchLinks: false },
  markdown,
  vite,
  buildEnd: ({ outDir }) => {
    writeFileSync(join(outDir, 'llms.txt'), agentsPage(base));
  },
  themeConfig: {
    nav,
    sidebar,
    outline: [2, 3],
    search: { provider: 'local' },
    docFooter: { prev: 'Before', next: 'Next' },
  },
});
