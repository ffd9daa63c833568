import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import plugin from '../src/index.js';

describe('the link of each rule', () => {
  it.each(Object.entries(plugin.rules))('%s leads to its page', (name, rule) => {
    const page = fileURLToPath(rule.meta?.docs?.url ?? '');
    expect(page.endsWith(`${name}.md`)).toBe(true);
    expect(existsSync(page)).toBe(true);
  });
});
