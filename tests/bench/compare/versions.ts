import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';

const { resolve } = createRequire(path.resolve('package.json'));

const COMPARED = ['eslint', '@typescript-eslint/parser', '@typescript-eslint/utils', 'typescript-eslint', 'typescript', 'eslint-plugin-security', 'eslint-plugin-sonarjs'];

/** What was compared: the plugin itself, what it runs in, and the others. */
export function versions(): Record<string, string> {
  const own = versionIn(path.resolve('package.json'));
  return { 'eslint-plugin-websocket-limits': own, 'Node.js': process.versions.node, ...Object.fromEntries(COMPARED.map((name) => [name, versionIn(manifestOf(name))])) };
}

/** Not every package lets its own be imported. */
function manifestOf(name: string): string {
  const file = resolve(name);
  return path.join(file.slice(0, file.lastIndexOf(path.join('node_modules', name))), 'node_modules', name, 'package.json');
}

function versionIn(manifest: string): string {
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
