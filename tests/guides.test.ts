import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Fence, fencesOf, root, textOf } from './guides/fences.js';
import { ScratchProject } from './guides/scratch-project.js';

/**
 * Every guide is walked through from top to bottom, in a project of its own. The words behind a fence's language say
 * what is done with it:
 *
 * - `file path`: it is written there; `merge path`: its keys are put into the JSON file that is there;
 * - `patch path`: a diff of that file;
 * - `written path`: what is in that file by then;
 * - `run code`: its lines are run, and end with that code, or 0;
 * - `printed`: all that the last of them printed; `printed part`: lines of it;
 * - `shown`: commands that fetch something, pushed commits, settings of editors: what cannot be run here. Tests beside
 *   this one hold what is in it as far as they can.
 *
 * `server.js` and its configuration are those of the front page.
 */
const guides = readdirSync(path.join(root, 'docs/guides')).map((name) => `docs/guides/${name}`);
const KNOWN = ['file', 'merge', 'patch', 'written', 'run', 'printed', 'shown'];

const firstOf = (page: string, language: string): string => fencesOf(page).find((fence) => fence.language === language)?.code ?? '';
const SERVER = firstOf('README.md', 'js');
const CONFIG = fencesOf('README.md').find(({ words }) => words[0] === 'config')?.code ?? '';

describe.each(guides)('%s', (page) => {
  const project = new ScratchProject();
  project.write('server.js', SERVER);
  project.write('eslint.config.js', CONFIG);
  let last: ReturnType<ScratchProject['shell']> = { status: 0, stdout: '', stderr: '' };
  afterAll(() => {
    project.remove();
  });

  test('says of each piece of code what it is', () => {
    expect(fencesOf(page).filter(({ words }) => !KNOWN.includes(words[0] ?? '')).map(nameOf)).toEqual([]);
  });

  const steps: Readonly<Record<string, (fence: Fence) => void>> = {
    file: ({ words: [, name = ''], code }) => {
      project.write(name, code);
    },
    merge: ({ words: [, name = ''], code }) => {
      project.write(name, `${JSON.stringify({ ...(JSON.parse(project.read(name)) as object), ...(JSON.parse(code) as object) }, undefined, 2)}\n`);
    },
    patch: ({ words: [, name = ''], code }) => {
      const { before, after } = sides(code);
      const text = project.read(name);
      expect(text.split(before)).toHaveLength(2);
      project.write(name, text.replace(before, () => after));
    },
    written: ({ words: [, name = ''], code }) => {
      expect(project.read(name).trim()).toBe(code.trim());
    },
    run: ({ words: [, status = '0'], code }) => {
      for (const line of code.trim().split('\n')) last = project.shell(line);
      expect(last, `${last.stdout}${last.stderr}`).toMatchObject({ status: Number(status) });
    },
    printed: ({ words: [, part], code }) => {
      const printed = `${last.stdout}${last.stderr}`.replaceAll(/ +$/gmu, '').trim();
      if (part === 'part') expect(printed).toContain(code.trim());
      else expect(printed).toBe(code.trim());
    },
    shown: ({ language, code }) => {
      if (language === 'json') expect(() => JSON.parse(code) as unknown).not.toThrow();
      // What is only shown fetches something, or hands over what was done.
      if (language === 'sh') expect(code.trim().split('\n').filter((line) => !/^(?:npm (?:install|ci)|npx husky|pre-commit install|git (?:add|commit|push)|echo )/u.test(line))).toEqual([]);
    },
  };

  for (const fence of fencesOf(page)) {
    test(nameOf(fence), () => {
      steps[fence.words[0] ?? '']?.(fence);
    });
  }
});

const nameOf = ({ line, language, words }: Fence): string => `line ${String(line)}: ${language} ${words.join(' ')}`;

function sides(diff: string): { before: string; after: string } {
  const lines = diff.trimEnd().split('\n');
  const without = (sign: string): string => lines.flatMap((line) => (line.startsWith(sign) ? [] : [`${line.slice(1)}\n`])).join('');
  return { before: without('+'), after: without('-') };
}

const pages = [...guides, 'docs/faq.md', 'README.md', 'llms.txt'];

describe('links', () => {
  test.each(pages)('of %s lead to files and headings that exist', (page) => {
    const base = new URL(page, `file://${root}/`);
    const links = Array.from(textOf(page).matchAll(/\]\((?<to>[^)\s]+)\)/gu), ({ groups }) => groups?.['to'] ?? '').filter((to) => !/^(?:https|mailto):/u.test(to));
    const broken = links.filter((to) => {
      const [name = '', anchor] = to.split('#');
      const target = name === '' ? textOf(page) : readFileSync(new URL(name, base), 'utf8');
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  test('every guide is reached from the front page', () => {
    expect(guides.filter((guide) => !textOf('README.md').includes(`](${guide})`))).toEqual([]);
  });
});

/** As GitHub and VitePress make them. */
function anchorsOf(text: string): string[] {
  return Array.from(text.replaceAll(/^```.*\n(?:(?!```).*\n)*```$/gmu, '').matchAll(/^#+ (?<title>.+)$/gmu), ({ groups }) =>
    (groups?.['title'] ?? '').toLowerCase().replaceAll(/[^\w\s-]/gu, '').replaceAll(' ', '-'),
  );
}

