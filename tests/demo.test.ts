import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const cache = new URL('../node_modules/.cache/', import.meta.url);
const copies = (): string[] => (existsSync(cache) ? readdirSync(cache).filter((name) => name.startsWith('demo-')) : []);
/** The last lines, as the front page shows them. */
const closingLines = (): string => {
  const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  return /^```text demo\n(?<lines>[^`]+)^```$/mu.exec(text)?.groups?.['lines'] ?? 'no such block';
};

test('the demo finds, fixes and proves the limit, and leaves nothing behind', () => {
  const before = copies();
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/demo.mjs'], { cwd: root, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('websocket-limits/require-per-user-connection-limit');
  expect(stdout).toContain('websocket-limits/no-unenforced-limit-config');
  expect(stdout).toContain('20 of 20 connections of alice: connected');
  expect(stdout).toContain('\n+ const connectionsPerUser = new Map();\n');
  expect(stdout).toContain(': Per-user limit set to 3 connections.\n');
  expect(stdout.endsWith(`\n${closingLines()}`)).toBe(true);
  // Colour codes are for terminals.
  expect(stdout).not.toContain('\u001B');
  expect(copies().filter((name) => !before.includes(name))).toEqual([]);
});
