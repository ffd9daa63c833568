import { type Dirent, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Listed, Measurements } from './measurements.js';

const SOURCE = /(?<!\.min)\.[cm]?[jt]sx?$/u;
/** What nobody lints: packages, and what a build has made. */
const LEFT_OUT = new Set(['node_modules', 'dist', 'build', 'out', 'coverage', 'vendor', 'bower_components']);

/** The files that a project would lint. */
export function list({ folder, to }: Measurements['list']['given']): Listed {
  const files = filesIn(folder).sort();
  writeFileSync(to, JSON.stringify(files));
  return { files: files.length, lines: files.reduce((lines, file) => lines + linesIn(readFileSync(file, 'utf8')), 0) };
}

export function linesIn(text: string): number {
  return text.split('\n').length;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => found(path.join(folder, entry.name), entry));
}

function found(at: string, entry: Dirent): string[] {
  if (entry.isDirectory()) return LEFT_OUT.has(entry.name) || entry.name.startsWith('.') ? [] : filesIn(at);
  return entry.isFile() && SOURCE.test(entry.name) ? [at] : [];
}
