import type { Page } from 'playwright-core';

/** The playground as a user meets it. */
export class Playground {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** What is said of the program as it is now: `error server.js:16:1 rule`, in the order of the list. */
  async problems(): Promise<string[]> {
    await this.settled();
    const items = this.page.getByRole('region', { name: 'Result' }).getByRole('listitem');
    const texts = await items.evaluateAll((list) => list.map((item) => [...item.querySelectorAll('strong, .place, a')].map(({ textContent }) => textContent.trim()).join(' ')));
    return texts;
  }

  async messages(): Promise<string[]> {
    await this.settled();
    return this.page.locator('.problems .message').allTextContents();
  }

  async settled(): Promise<void> {
    await this.page.locator('.problems[aria-busy="false"]').waitFor({ timeout: 50_000 });
  }

  async text(): Promise<string> {
    return (await this.page.locator('.cm-line').allTextContents()).join('\n');
  }

  async sample(title: string | RegExp): Promise<void> {
    const option = this.page.getByLabel('Sample').locator('option').filter({ hasText: title });
    await this.page.getByLabel('Sample').selectOption({ value: (await option.getAttribute('value')) ?? '' });
    await this.settled();
  }

  /** Replaces the text of the file that is shown, by the clipboard. */
  async paste(text: string): Promise<void> {
    await this.page.locator('.cm-content').focus();
    await this.page.keyboard.press('ControlOrMeta+a');
    if (text === '') {
      await this.page.keyboard.press('Delete');
      return;
    }
    await this.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await this.page.keyboard.press('ControlOrMeta+v');
  }

  async addFile(path: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Add file' }).click();
    await this.page.getByLabel('Path of the new file').fill(path);
    await this.page.keyboard.press('Enter');
  }

  async showFile(path: string): Promise<void> {
    await this.page.getByRole('list', { name: 'Files' }).getByRole('button', { name: path }).click();
  }
}
