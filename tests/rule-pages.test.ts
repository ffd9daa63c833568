import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import plugin from '../src/index.js';
import { readSettings } from '../src/settings.js';
import { type Example, examples, headingsOf, marked, pageOf, read, root, ruleNames, rulePages } from './docs/examples.js';
import { firstReports, suggestionsOn, withQuotes } from './docs/quotes.js';

interface OptionSchema {
  readonly description?: string;
}

const metaOf = (rule: keyof typeof plugin.rules): NonNullable<(typeof plugin.rules)[typeof rule]['meta']> => {
  const { meta } = plugin.rules[rule];
  if (!meta) throw new Error(`${rule} has no meta`);
  return meta;
};

const sectionsOf = (rule: keyof typeof plugin.rules): string[] => {
  const { fixable, hasSuggestions } = metaOf(rule);
  return [
    'Why it matters',
    'What is checked',
    'Incorrect / Correct',
    'When it stays silent',
    !fixable && hasSuggestions ? 'Suggestions' : 'Fix',
    'Options',
    'When not to use it',
    'Further reading',
  ];
};

/** The text of a page from one heading to the next one of its level. */
const sectionOf = (text: string, title: string): string => {
  const headings = headingsOf(text);
  const start = headings.find((heading) => heading.title === title);
  const end = headings.find(({ level, line }) => start && level <= start.level && line > start.line);
  return text.split('\n').slice(start?.line ?? 0, end ? end.line - 1 : undefined).join('\n');
};

/** The examples under each of the headings within a section. */
const familiesOf = (page: string): [string, Example[]][] => {
  const text = read(page);
  const families = headingsOf(sectionOf(text, 'Incorrect / Correct')).filter(({ level }) => level === 3);
  return families.map(({ title }) => {
    const line = headingsOf(text).find((heading) => heading.title === title)?.line;
    return [title, examples.filter((example) => example.page === page && example.heading === line)];
  });
};

describe('rule pages', () => {
  test('every rule has one, and every page has a rule', () => {
    expect([...rulePages].sort()).toEqual(ruleNames.map(pageOf).sort());
  });

  test.each(ruleNames)('%s has its sections, in the order of all pages', (rule) => {
    const titles = headingsOf(read(pageOf(rule))).flatMap(({ level, title }) => (level === 2 ? [title] : []));
    expect(titles).toEqual(sectionsOf(rule));
  });

  test.each(ruleNames)('%s shows what is wrong and what is right for each kind of server, and across files', (rule) => {
    const isWrong = ({ words: [word = ''] }: Example): boolean => ['incorrect', 'reported', 'file'].includes(word);
    const isRight = ({ words: [word = '', id] }: Example): boolean => ['correct', 'patch'].includes(word) || (word === 'reported' && id === 'missing');
    const families = familiesOf(pageOf(rule));
    expect(families.filter(([, shown]) => !shown.some(isWrong)).map(([title]) => title)).toEqual([]);
    const pairs = families.filter(([, shown]) => shown.some(isRight)).map(([title]) => title);
    expect(pairs).toEqual(expect.arrayContaining(['Socket.IO', 'ws', 'NestJS', 'Upgrades and routes', 'Across files']));
  });

  test.each(ruleNames)('%s shows each of its messages, reported or suggested, and says what it means', (rule) => {
    const page = pageOf(rule);
    const text = read(page);
    const reported = firstReports(rule, page);
    const suggested = new Set(marked('suggested').flatMap((example) => (example.page === page ? example.words : [])));
    const ids = Object.keys(metaOf(rule).messages ?? {});
    expect(ids.filter((id) => !reported.has(id) && !suggested.has(id))).toEqual([]);
    expect(ids.filter((id) => !text.includes(`| \`${id}\` |`))).toEqual([]);
  });

  test.each(ruleNames.filter((rule) => metaOf(rule).hasSuggestions))('%s says for which messages a suggestion is made', (rule) => {
    const ids = Object.keys(metaOf(rule).messages ?? {});
    const rows = read(pageOf(rule)).split('\n');
    const own = [...suggestionsOn(pageOf(rule))].filter(([name]) => ids.includes(name));
    expect(own).not.toEqual([]);
    for (const [name, messages] of own) {
      const [, cell = ''] = rows.find((line) => line.startsWith(`| \`${name}\` | `))?.split(' | ') ?? [];
      const isFor = (id: string): boolean => cell.includes(`\`${id}\``) !== cell.startsWith('every message but');
      expect([...messages].filter((id) => !isFor(id)), name).toEqual([]);
    }
  });

  // With --update, vitest writes the messages into the pages.
  test.each(ruleNames)('%s quotes its messages as they are', async (rule) => {
    const page = pageOf(rule);
    await expect(withQuotes(read(page), rule, page)).toMatchFileSnapshot(join(root, page));
  });

  test.each(ruleNames)('%s documents its options with their defaults', (rule) => {
    const text = sectionOf(read(pageOf(rule)), 'Options');
    const { schema, defaultOptions = [] } = metaOf(rule);
    const [{ properties = {} } = {}] = (schema ?? []) as { properties?: Record<string, OptionSchema> }[];
    const [defaults = {}] = defaultOptions as Record<string, unknown>[];
    expect(Object.keys(defaults).sort()).toEqual(Object.keys(properties).sort());
    for (const [name, { description }] of Object.entries(properties)) {
      const row = text.split('\n').find((line) => line.startsWith(`| \`${name}\``));
      expect(row).toContain(description);
      expect(row).toContain(`\`${String(defaults[name])}\``);
    }
    if (Object.keys(properties).length === 0) expect(text).toMatch(/^None\./mu);
  });

  test.each(ruleNames)('%s links to the weakness that it is about, and to sound addresses', (rule) => {
    const text = read(pageOf(rule));
    const links = Array.from(text.matchAll(/\]\((?<to>https?:[^)\s]+)\)/gu), ({ groups }) => groups?.['to'] ?? '');
    expect(links.filter((link) => !URL.canParse(link) || !link.startsWith('https://'))).toEqual([]);
    const docs = metaOf(rule).docs as { cwe?: string } | undefined;
    const weakness = docs?.cwe?.replace('CWE-', '') ?? '770';
    expect(sectionOf(text, 'Further reading')).toContain(`https://cwe.mitre.org/data/definitions/${weakness}.html`);
  });
});

describe('the page of settings', () => {
  const text = read('docs/settings.md');

  /** The keys that are read from an object. */
  const keysRead = (give: (recorder: object) => object): string[] => {
    const keys: string[] = [];
    const recorder = new Proxy({}, {
      get: (_, key) => {
        keys.push(String(key));
        return undefined;
      },
    });
    try {
      readSettings({ 'websocket-limits': give(recorder) });
    } catch {
      // What is missing in the recorder is refused, after all keys were read.
    }
    return keys;
  };

  test('has a section for each setting', () => {
    const settings = keysRead((recorder) => recorder);
    expect(settings).toContain('identity');
    expect(headingsOf(text).flatMap(({ level, title }) => (level === 2 ? [title.replaceAll('`', '')] : []))).toEqual(expect.arrayContaining(settings));
  });

  test('names what a guard is declared by', () => {
    const keys = keysRead((recorder) => ({ guards: [recorder] }));
    expect(keys).toContain('module');
    expect(keys.filter((key) => !sectionOf(text, '`guards`').includes(`| \`${key}\` |`))).toEqual([]);
  });

  test.each(['identity', 'guards', 'libraries', 'crossFile'])('shows %s at work', (setting) => {
    const shown = sectionOf(text, `\`${setting}\``);
    expect(shown).toMatch(new RegExp(`^\`\`\`js (?:settings|applied|config silent)[^]*\\b${setting}: `, 'mu'));
  });
});
