import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import sirv from 'sirv';

export const built = fileURLToPath(new URL('../../docs/.vitepress/dist/', import.meta.url));
if (!existsSync(join(built, 'index.html'))) throw new Error('The site is not built: run `npm run docs:site` first.');

/** The pages of the built site, by their paths. */
export const pages = readdirSync(built, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html')).sort();

const executable = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
  .find(isExecutable);

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export const hasBrowser = executable !== undefined;
if (!hasBrowser) console.log('Skipped: no Chromium is installed. On Debian: apt-get install chromium');

/** What a page said that it should not have, or asked of another machine. */
export type Complaints = string[];

/** The built site behind a server of its own, and a browser. */
export class Site {
  readonly url: string;
  private readonly browser: Browser;
  private readonly stop: () => Promise<void>;

  private constructor(url: string, browser: Browser, stop: () => Promise<void>) {
    this.url = url;
    this.browser = browser;
    this.stop = stop;
  }

  static async start(): Promise<Site> {
    const server = createServer(sirv(built));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    // Chromium refuses its sandbox to root, who runs tests in containers.
    const isRoot = process.getuid?.() === 0;
    const browser = await chromium.launch({ ...(executable !== undefined && { executablePath: executable }), args: isRoot ? ['--no-sandbox'] : [] });
    return new Site(`http://127.0.0.1:${String(port)}/`, browser, async () => {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
  }

  async open(path: string, look: 'light' | 'dark' = 'light', viewport = { width: 1280, height: 800 }): Promise<{ page: Page; complaints: Complaints }> {
    const context = await this.browser.newContext({ colorScheme: look, viewport, permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await context.newPage();
    const complaints: Complaints = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', ({ message }) => complaints.push(`not caught: ${message}`));
    page.on('request', (request) => {
      const address = request.url();
      if (!/^(?:data|blob):/u.test(address) && !address.startsWith(this.url)) complaints.push(`asks elsewhere: ${address}`);
    });
    await page.goto(this.url + path);
    return { page, complaints };
  }

  close(): Promise<void> {
    return this.stop();
  }
}
