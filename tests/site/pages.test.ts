import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type * as Axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import plugin from '../../src/index.js';
import { built, hasBrowser, pages, Site } from './site.js';

const rulePage = 'rules/require-connection-release.html';
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const html = new Map(pages.map((page) => [page, readFileSync(join(built, page), 'utf8')]));
const idsOf = (page: string): Set<string> => new Set(Array.from((html.get(page) ?? '').matchAll(/ id="(?<id>[^"]+)"/gu), ({ groups }) => groups?.['id'] ?? ''));

/** Where a link on a page leads in the built folder. */
function targetOf(page: string, to: string): { file: string; anchor: string } {
  const [path = '', anchor = ''] = to.split('#');
  const file = path === '' ? page : path.startsWith('/') ? path.slice(1) : join(dirname(page), path);
  return { file: file === '' || file.endsWith('/') ? `${file}index.html` : decodeURI(file), anchor: decodeURIComponent(anchor) };
}

describe('the built site', () => {
  test('has a page for each rule, guide and recipe, and none for the front page of the repository in its sidebar', () => {
    const front = html.get('recipes/index.html') ?? '';
    const linked = Array.from(front.matchAll(/<a class="VPLink link link" href="(?<to>[^"]+)"/gu), ({ groups }) => groups?.['to'] ?? '');
    for (const rule of Object.keys(plugin.rules)) expect(linked).toContain(`/rules/${rule}.html`);
    for (const page of ['/recipes/', '/libraries.html', '/how-it-works.html', '/playground.html']) expect(linked).toContain(page);
    expect(linked.filter((to) => to.includes('readme'))).toEqual([]);
  });

  test.each(pages)('%s: each link and each anchor leads somewhere', (page) => {
    const links = Array.from((html.get(page) ?? '').matchAll(/<(?:a|img|link|script)\b[^>]*? (?:href|src)="(?<to>[^"]+)"/gu), ({ groups }) => groups?.['to'] ?? '').filter((to) => !/^(?:https?|data|mailto):/u.test(to));
    expect(links.length).toBeGreaterThan(0);
    const broken = links.filter((to) => {
      const { file, anchor } = targetOf(page, to);
      return !existsSync(join(built, file)) || (anchor !== '' && !idsOf(file).has(anchor));
    });
    expect(broken).toEqual([]);
  });

  test('shows examples in their language, without the words that say how they are tested', () => {
    const page = html.get(rulePage) ?? '';
    expect(page).toMatch(/<span class="lang">js<\/span><pre class="shiki/u);
    expect(page).not.toMatch(/<span class="lang">[^<]* |class="highlighted|incorrect neverReleased/u);
  });
});

describe.runIf(hasBrowser)('in a browser', () => {
  let site: Site;

  beforeAll(async () => {
    site = await Site.start();
  });
  afterAll(() => site.close());

  test('no page complains, or asks something of other machines', async () => {
    const { page, complaints } = await site.open('index.html');
    for (const path of pages.filter((name) => name !== '404.html')) {
      await page.goto(site.url + path);
      await page.waitForFunction(() => '__vue_app__' in (document.querySelector('#app') ?? {}));
      expect(await page.locator('h1').first().isVisible(), path).toBe(true);
      expect(complaints, path).toEqual([]);
    }
    await page.context().close();
  });

  describe.each(['light', 'dark'] as const)('%s', (look) => {
    test.each(['index.html', rulePage, 'playground.html'])('axe finds nothing serious on %s', async (path) => {
      const { page } = await site.open(path, look);
      if (path === 'playground.html') await page.locator('.problems[aria-busy="false"]').waitFor();
      // Colours fade in.
      await page.waitForTimeout(500);
      await page.addScriptTag({ path: axe });
      const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof Axe }).axe.run());
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      const shown = serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html: element, failureSummary }) => `${element} ${failureSummary ?? ''}`).join('\n')}`);
      await page.context().close();
      expect(shown).toEqual([]);
    });
  });

  test.each(['index.html', rulePage, 'playground.html'])('%s fits a phone', async (path) => {
    const { page } = await site.open(path, 'light', { width: 390, height: 844 });
    if (path === 'playground.html') await page.locator('.problems[aria-busy="false"]').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.context().close();
  });

  test('the search finds a message id', async () => {
    const { page, complaints } = await site.open('index.html');
    await page.getByRole('button', { name: 'Search' }).first().click();
    await page.getByRole('searchbox').fill('keyGrowth');
    await page.getByRole('option').first().waitFor();
    expect(await page.getByRole('option').allTextContents()).toContainEqual(expect.stringContaining('require-connection-release'));
    await page.context().close();
    expect(complaints).toEqual([]);
  });
});
