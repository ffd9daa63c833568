import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Playground } from './playground.js';
import { hasBrowser, Site } from './site.js';

/** In kB: what a host sends that compresses as gzip does by itself. */
const FIRST_LOAD = 200;
const PLAYGROUND = 2_200;

describe.runIf(hasBrowser)('what a browser loads, compressed', () => {
  let site: Site;

  beforeAll(async () => {
    site = await Site.start();
  });
  afterAll(() => site.close());

  async function loaded(path: string, use: (playground: Playground) => Promise<void>): Promise<number> {
    const { page } = await site.open('404.html');
    const sizes: Promise<number>[] = [];
    // The context and not the page: it hears of the worker's files, too.
    page.context().on('response', (response) => {
      sizes.push(response.body().then((body) => gzipSync(body, { level: 9 }).length, () => 0));
    });
    await page.goto(site.url + path, { waitUntil: 'networkidle' });
    await use(new Playground(page));
    const all = await Promise.all(sizes);
    await page.context().close();
    const total = all.reduce((sum, size) => sum + size, 0) / 1000;
    console.log(`${path}: ${total.toFixed(0)} kB in ${String(all.length)} files`);
    return total;
  }

  test.each(['index.html', 'rules/require-per-user-connection-limit.html'])('%s', async (path) => {
    expect(await loaded(path, () => Promise.resolve())).toBeLessThanOrEqual(FIRST_LOAD);
  });

  test('the playground, with TypeScript only where a file is written in it', async () => {
    const javascript = await loaded('playground.html', async (playground) => {
      await playground.sample('Two files');
      expect(await playground.problems()).toHaveLength(1);
    });
    const typescript = await loaded('playground.html', async (playground) => {
      await playground.sample('NestJS');
      expect(await playground.problems()).toHaveLength(1);
    });
    expect(javascript).toBeLessThan(typescript / 2);
    expect(typescript).toBeLessThanOrEqual(PLAYGROUND);
    // TypeScript is in it: less would mean that its file was not counted.
    expect(typescript).toBeGreaterThan(1_200);
  });
});
