import { readFileSync } from 'node:fs';
import { parseForESLint } from '@typescript-eslint/parser';
import { extractFacts } from '../../../src/facts/extract-facts.js';
import type { LinkedModule } from '../../../src/link/link.js';
import { loadProgram } from '../../../src/link/load.js';
import { readSettings } from '../../../src/settings.js';
import { judgeProgram } from '../../../src/verdict/judge-program.js';
import { filesOf } from './lint-files.js';
import { linesIn } from './list-files.js';
import type { Measurements, Rooms } from './measurements.js';
import { cpu, timed } from './usage.js';

type Times = Record<'facts' | 'link' | 'verdict', number>;

/** The same way through the rooms as that of a file which is linted, with a clock at each door. */
export function rooms({ folder, list }: Measurements['rooms']['given']): Rooms {
  const settings = readSettings({});
  const texts = filesOf(list).map((file) => [file, readFileSync(file, 'utf8')] as const);
  const looked = texts.filter(([, text]) => settings.catalogue.mayMatter(text));
  const others = texts.filter(([, text]) => !settings.catalogue.mayMatter(text));
  const prefilter = timed(() => texts.filter(([, text]) => settings.catalogue.mayMatter(text)));
  const search = timed(() => others.filter(([, text]) => settings.catalogue.mayMatter(text)));
  const lines = others.reduce((all, [, text]) => all + linesIn(text), 0);
  const times: Times = { facts: 0, link: 0, verdict: 0 };
  for (const [file, text] of looked) through(file, text, folder, times);
  return { prefilter, ...times, looked: looked.length, files: texts.length, searchPerThousandLines: (search / lines) * 1000 };
}

function through(path: string, text: string, folder: string, times: Times): void {
  const parsed = parsedText(path, text);
  if (!parsed) return;
  const marks = [cpu()];
  const module: LinkedModule = { path, facts: extractFacts({ ...parsed, text }) };
  marks.push(cpu());
  const link = loadProgram(module, readSettings({}), folder);
  marks.push(cpu());
  judgeProgram(link);
  marks.push(cpu());
  const [start = 0, facts = 0, linked = 0, judged = 0] = marks;
  times.facts += facts - start;
  times.link += linked - facts;
  times.verdict += judged - linked;
}

function parsedText(filePath: string, text: string): Pick<ReturnType<typeof parseForESLint>, 'ast' | 'scopeManager'> | undefined {
  try {
    return parseForESLint(text, { filePath, range: true, loc: true, tokens: true, comment: true, ecmaFeatures: { jsx: true } });
  } catch {
    // ESLint would not have come to the rules either.
    return undefined;
  }
}
