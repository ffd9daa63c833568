import { existsSync, readFileSync } from 'node:fs';

/** Whether a file of an installed package holds a text. */
export function declares(file: string, text: string): boolean {
  const url = new URL(`../../node_modules/${file}`, import.meta.url);
  return existsSync(url) && readFileSync(url, 'utf8').includes(text);
}
