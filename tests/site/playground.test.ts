import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Playground } from './playground.js';
import { type Complaints, hasBrowser, Site } from './site.js';

const RULE = 'require-per-user-connection-limit';
const UNLIMITED = `import { Server } from 'socket.io';
const io = new Server(3000);
io.on('connection', (socket) => socket.emit('welcome'));
`;
/** 5,000 lines: a server among handlers. */
const LONG = `${UNLIMITED}${Array.from({ length: 1665 }, (_, index) => `\nexport function handle${String(index)}(socket, text) {\n  socket.emit('message', { text, number: ${String(index)} });\n}`).join('')}\n`;

describe.runIf(hasBrowser)('the playground', () => {
  let site: Site;
  let playground: Playground;
  let complaints: Complaints;

  beforeAll(async () => {
    site = await Site.start();
  });
  afterAll(() => site.close());
  beforeEach(async () => {
    const opened = await site.open('playground.html');
    complaints = opened.complaints;
    playground = new Playground(opened.page);
    await playground.settled();
  });
  afterEach(async () => {
    await playground.page.context().close();
    expect(complaints).toEqual([]);
  });

  test('reports on the sample, with a squiggle, a tip and a link to the page of the rule', async () => {
    const { page } = playground;
    expect(await playground.problems()).toEqual([`error server.js:16:1 ${RULE}`]);
    expect(await page.locator('.cm-lintRange-error').first().textContent()).toBe("io.on('connection'");
    await page.locator('.cm-lintRange-error').first().hover();
    const tip = page.locator('.cm-tooltip-lint');
    expect(await tip.textContent()).toContain('No per-user connection limit detected.');
    await tip.getByRole('link', { name: RULE }).click();
    await page.waitForURL(`**/rules/${RULE}.html`);
    // The address changes first, and the page then.
    await page.getByRole('heading', { level: 1, name: RULE }).waitFor();
  });

  test.each([
    ['ws without a limit', [`error server.js:19:1 ${RULE}`]],
    ['NestJS', [`error chat.gateway.ts:5:1 ${RULE}`]],
    ['Socket.IO with a guard', []],
    ['ws with a guard that leaks', ['error server.js:15:34 require-connection-release']],
    ['Two files', [`error server.js:17:1 ${RULE}`]],
  ])('judges the sample %s', async (title, expected) => {
    await playground.sample(title);
    expect(await playground.problems()).toEqual(expected);
  });

  test('says on a program that passes what is enforced, with the config audit', async () => {
    await playground.sample('Socket.IO with a guard');
    await playground.page.getByLabel('Config', { exact: true }).selectOption('audit');
    expect(await playground.problems()).toEqual(['warning server.js:30:1 report-connection-limit']);
    expect(await playground.messages()).toEqual(['Per-user limit set to 3 connections.']);
  });

  test('reports while somebody types', async () => {
    await playground.paste('// nothing yet');
    expect(await playground.problems()).toEqual([]);
    await playground.paste('');
    await playground.page.keyboard.type("import { WebSocketServer } from 'ws';\nnew WebSocketServer({ port: 1 }).on('connection', () => {});");
    expect(await playground.problems()).toEqual([`error server.js:2:1 ${RULE}`]);
  });

  test('applies a fix, and takes it back', async () => {
    const { page } = playground;
    const before = await playground.text();
    await page.getByRole('button', { name: 'Apply the fix' }).click();
    expect(await playground.problems()).toEqual([]);
    expect(await playground.text()).toContain('const MAX_CONNECTIONS_PER_USER = 3;');
    expect(await page.getByRole('status').textContent()).toBe('Apply the fix: done in server.js. No problems.');
    await page.locator('.cm-content').focus();
    await page.keyboard.press('ControlOrMeta+z');
    expect(await playground.problems()).toEqual([`error server.js:16:1 ${RULE}`]);
    expect(await playground.text()).toBe(before);
  });

  test('applies a suggestion, also in TypeScript', async () => {
    await playground.sample('ws with a guard that leaks');
    await playground.page.getByRole('button', { name: 'Delete the entry when nothing is left in it' }).click();
    expect(await playground.problems()).toEqual([]);
    await playground.sample('NestJS');
    await playground.page.getByRole('button', { name: 'Apply the fix' }).click();
    expect(await playground.problems()).toEqual([]);
    expect(await playground.text()).toContain('new Map<');
  });

  test('fixes all files at once', async () => {
    await playground.addFile('admin.js');
    await playground.paste("import { Server } from 'socket.io';\nimport { verifyToken } from './auth.js';\n\nconst io = new Server(4000);\nio.use((socket, next) => {\n  socket.data.userId = verifyToken(socket.handshake.auth.token).id;\n  next();\n});\nio.on('connection', (socket) => socket.emit('hello'));\n");
    expect(await playground.problems()).toEqual([`error server.js:16:1 ${RULE}`, `error admin.js:9:1 ${RULE}`]);
    await playground.page.getByRole('button', { name: 'Fix all' }).click();
    expect(await playground.problems()).toEqual([]);
    expect(await playground.text()).toContain('MAX_CONNECTIONS_PER_USER');
  });

  test('judges across two files, and follows a change, a new name and a removal', async () => {
    const { page } = playground;
    await playground.sample('Two files');
    expect(await playground.messages()).toEqual([expect.stringContaining('Only connections per network address are capped (connections.js:7, server.js:14)')]);
    await playground.showFile('connections.js');
    await playground.paste((await playground.text()).replace('handshake.address', 'data.userId'));
    expect(await playground.problems()).toEqual([]);
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('New path of connections.js').fill('limits.js');
    await page.keyboard.press('Enter');
    expect(await playground.problems()).toHaveLength(1);
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('New path of limits.js').fill('connections.js');
    await page.keyboard.press('Enter');
    expect(await playground.problems()).toEqual([]);
    await page.getByRole('button', { name: 'Remove' }).click();
    expect(await playground.problems()).toHaveLength(1);
    expect(await page.getByRole('list', { name: 'Files' }).getByRole('listitem').count()).toBe(1);
  });

  test('refuses a name that is taken, and one that is no path', async () => {
    const { page } = playground;
    await playground.addFile('server.js');
    expect(await page.getByRole('alert').filter({ hasText: 'already' }).textContent()).toBe('There is a server.js already.');
    await page.getByLabel('Path of the new file').fill('../server.js');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('alert').filter({ hasText: 'path' }).textContent()).toBe('Give a path such as limits.js or src/limits.ts.');
    await page.keyboard.press('Escape');
    expect(await page.getByLabel('Path of the new file').count()).toBe(0);
  });

  test('obeys the rules and the settings that are chosen', async () => {
    const { page } = playground;
    await page.getByLabel(`Severity of ${RULE}`).selectOption('warn');
    expect(await playground.problems()).toEqual([`warning server.js:16:1 ${RULE}`]);
    expect(await page.getByLabel('Config', { exact: true }).inputValue()).toBe('');
    await page.getByLabel(`Severity of ${RULE}`).selectOption('off');
    expect(await playground.problems()).toEqual([]);
    await page.getByLabel('Config', { exact: true }).selectOption('recommended');
    const settings = page.getByRole('region', { name: 'Settings' }).getByRole('textbox');
    await playground.paste("import { Server } from 'socket.io';\nimport { limit } from '@example/limits';\nconst io = new Server(3000);\nio.use(limit);\nio.on('connection', () => {});\n");
    expect(await playground.problems()).toEqual([`error server.js:5:1 ${RULE}`]);
    await settings.fill('{ "guards": [{ "module": "@example/limits", "name": "limit", "limit": 3 }] }');
    expect(await playground.problems()).toEqual([]);
    await settings.fill('{ "guards": ');
    expect(await page.getByRole('alert').filter({ hasText: 'JSON' }).textContent()).toMatch(/^This is not JSON: /u);
    await settings.fill('{ "guards": 3 }');
    await playground.settled();
    expect(await page.getByRole('status').textContent()).toBe("Not analysed. settings['websocket-limits'].guards must be an array of { module, name, limit?, key? }.");
  });

  test.each([
    ['JavaScript', 'app.js', "import { Server } from 'socket.io';\nconst io = new Server(;\n", /^error app\.js:2:23$/u],
    ['TypeScript', 'app.ts', "import { Server } from 'socket.io';\nconst io: = new Server();\n", /^error app\.ts:2:\d+$/u],
  ])('survives a syntax error in %s, and says where it is', async (_, path, text, expected) => {
    await playground.addFile(path);
    await playground.paste(text);
    expect(await playground.problems()).toContainEqual(expect.stringMatching(expected));
    expect(await playground.messages()).toContainEqual(expect.stringMatching(/^Parsing error: /u));
    await playground.paste(UNLIMITED);
    expect(await playground.problems()).toContain(`error ${path}:3:1 ${RULE}`);
  });

  test('takes a paste of 5,000 lines without a freeze', async () => {
    const { page } = playground;
    expect(LONG.split('\n')).toHaveLength(5_000);
    // The longest time in which the page could not have answered.
    await page.evaluate(() => {
      let last = performance.now();
      Object.assign(globalThis, { longest: 0 });
      setInterval(() => {
        const now = performance.now();
        Object.assign(globalThis, { longest: Math.max((globalThis as unknown as { longest: number }).longest, now - last) });
        last = now;
      }, 10);
    });
    await playground.paste(LONG);
    await page.keyboard.type('\n// typed at once');
    expect(await page.locator('.problems').getAttribute('aria-busy')).toBe('true');
    expect(await playground.problems()).toEqual([`error server.js:3:1 ${RULE}`]);
    const longest = await page.evaluate(() => (globalThis as unknown as { longest: number }).longest);
    console.log(`The longest pause of the page was ${longest.toFixed(0)} ms.`);
    expect(longest).toBeLessThan(2_000);
    expect(page.workers()).toHaveLength(1);
  });

  test('shares a program by link', async () => {
    const { page } = playground;
    await playground.sample('Two files');
    await page.getByLabel('Severity of prefer-handshake-limit').selectOption('off');
    await page.getByRole('region', { name: 'Settings' }).getByRole('textbox').fill('{ "crossFile": false }');
    const expected = await playground.problems();
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByRole('status').filter({ hasText: 'The link is copied.' }).waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link.length).toBeLessThan(2_000);

    const other = await site.open(link.slice(site.url.length));
    const received = new Playground(other.page);
    expect(await received.problems()).toEqual(expected);
    expect(await other.page.getByRole('list', { name: 'Files' }).getByRole('listitem').count()).toBe(2);
    expect(await other.page.getByLabel('Severity of prefer-handshake-limit').inputValue()).toBe('off');
    expect(await other.page.getByRole('region', { name: 'Settings' }).getByRole('textbox').inputValue()).toBe('{ "crossFile": false }');
    await other.page.getByRole('button', { name: 'Reset' }).click();
    expect(await received.problems()).toEqual([`error server.js:16:1 ${RULE}`]);
    await other.page.context().close();
    expect(other.complaints).toEqual([]);
  });

  test('says that a link is damaged, and shows a sample', async () => {
    const other = await site.open('playground.html#program=abcd');
    expect(await new Playground(other.page).problems()).toEqual([`error server.js:16:1 ${RULE}`]);
    expect(await other.page.getByRole('status').textContent()).toContain('The link is damaged');
    await other.page.context().close();
  });

  test('keeps what was typed over a reload', async () => {
    await playground.paste(UNLIMITED);
    expect(await playground.problems()).toEqual([`error server.js:3:1 ${RULE}`]);
    await playground.page.waitForURL(/#program=/u);
    await playground.page.reload();
    expect(await playground.problems()).toEqual([`error server.js:3:1 ${RULE}`]);
  });

  test('works without a mouse: in the order of the page, out of the editor, and to a fix', async () => {
    const { page } = playground;
    const focused = (): Promise<string> => page.evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute('aria-label') ?? element?.textContent.trim() ?? '';
    });
    await page.getByLabel('Sample').focus();
    const order: string[] = [];
    for (let step = 0; step < 11; step += 1) {
      await page.keyboard.press('Tab');
      order.push(await focused());
    }
    expect(order.map((name) => name.replace(/, \d+ problems?/u, ''))).toEqual(['Fix all', 'Copy link', 'Reset', expect.stringContaining('server.js'), 'Add file', 'Rename', 'Text of server.js', 'server.js:16:1', RULE, 'Apply the fix', expect.stringContaining('recommended')]);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('Result');
    expect(await playground.problems()).toEqual([]);
    expect(await playground.text()).toContain('MAX_CONNECTIONS_PER_USER');
  });

  test('leads from a problem to its place', async () => {
    await playground.page.getByRole('button', { name: 'server.js:16:1' }).press('Enter');
    await playground.page.keyboard.type('X');
    expect(await playground.text()).toContain('\nXio.on(');
  });
});
