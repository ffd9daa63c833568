import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Listed } from '../measure/measurements.js';
import { measure, type Workshop } from './measure.js';

export interface Files extends Listed {
  readonly folder: string;
  /** The file that names them. */
  readonly list: string;
}

export async function listFiles(workshop: Workshop, folder: string): Promise<Files> {
  const list = path.join(workshop.scratch, `${path.basename(folder)}.json`);
  return { folder, list, ...(await measure(workshop, 'list', { folder, to: list })) };
}

/** The same files but for some. */
export function without(files: Files, left: readonly string[], name: string): Files {
  const rest = (JSON.parse(readFileSync(files.list, 'utf8')) as string[]).filter((file) => !left.includes(file));
  const list = files.list.replace(/\.json$/u, `-${name}.json`);
  writeFileSync(list, JSON.stringify(rest));
  return { ...files, list, files: rest.length };
}
