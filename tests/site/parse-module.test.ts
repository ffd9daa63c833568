import { describe, expect, it } from 'vitest';
import { parseModule as inBrowser } from '../../docs/.vitepress/browser/parse-module.js';
import { loadTypeScript } from '../../docs/.vitepress/browser/typescript.js';
import { SAMPLES } from '../../docs/.vitepress/playground/samples.js';
import { extractFacts } from '../../src/facts/extract-facts.js';
import { parseModule } from '../../src/link/parse-module.js';

const facts = (parse: typeof parseModule, path: string, text: string): unknown => {
  const parsed = parse(path, text);
  return parsed && extractFacts(parsed);
};

describe('the parsers of the playground', () => {
  it.each(SAMPLES.flatMap(({ id, files }) => files.map(({ path, text }) => [id, path, text] as const)))('%s: %s says what it says to the native parser', async (_, path, text) => {
    await loadTypeScript();
    expect(facts(inBrowser, `/playground/${path}`, text)).toEqual(facts(parseModule, `/playground/${path}`, text));
  });
});
