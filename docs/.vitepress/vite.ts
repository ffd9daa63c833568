import { builtinModules } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'vitepress';

type ViteOptions = NonNullable<UserConfig['vite']>;

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const src = here('../../src/');

/** Modules of the plugin that know a disk, a native parser or the installed package, and what does their work in a browser. */
const REPLACED: ReadonlyMap<string, string> = new Map([
  [join(src, 'link/disk.js'), here('./browser/disk.ts')],
  [join(src, 'link/parse-module.js'), here('./browser/parse-module.ts')],
  [join(src, 'docs-url.js'), here('./browser/docs-url.ts')],
]);

const inBrowser = {
  name: 'plugin-in-browser',
  enforce: 'pre' as const,
  resolveId: (source: string, importer: string | undefined): string | undefined =>
    importer?.startsWith(src) ? REPLACED.get(resolve(dirname(importer), source)) : undefined,
};

export const vite: ViteOptions = {
  plugins: [inBrowser],
  resolve: {
    alias: [
      { find: /^(?:node:)?path$/u, replacement: 'path-browserify' },
      { find: /^node:module$/u, replacement: here('./browser/node-module.ts') },
    ],
  },
  // What the worker needs is seen too late by a development server, which then has other versions of it than the worker.
  optimizeDeps: { include: ['eslint/universal', '@typescript-eslint/parser', 'ignore', 'valibot'] },
  define: { NODE_BUILTINS: JSON.stringify(builtinModules) },
  worker: { format: 'es', plugins: () => [inBrowser] },
  // Editor and analysis are large, and loaded by the playground alone.
  build: { chunkSizeWarningLimit: 5_000 },
};
