import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ESLint, Linter } from 'eslint';
import plugin from '../../src/index.js';
import { type Example, examples, PLAIN, sides } from './examples.js';
import { configFor, type ConfigName, configOf, idsOf, settingsIn } from './lint.js';

const STEPS: ReadonlySet<string> = new Set(['file', 'beside', 'patch', 'applied', 'printed']);
const isStep = ({ words: [word = ''] }: Example): boolean => STEPS.has(word);

/** The programs of the pages: the files under one heading, with what is done to them. */
export const programs = new Map<string, Example[]>();
for (const step of examples.filter(isStep)) {
  const name = `${step.page}:${String(step.heading)}`;
  programs.set(name, [...(programs.get(name) ?? []), step]);
}

export const formatted = async (eslint: ESLint, results: ESLint.LintResult[]): Promise<string> => {
  const stylish = await eslint.loadFormatter('stylish');
  const text = await stylish.format(results, { color: false });
  return `${text.trim()}\n`;
};

/** A program of a page, on disk. */
export class ShownProgram {
  readonly #folder = realpathSync(mkdtempSync(join(tmpdir(), 'docs-')));
  readonly #linter = new Linter({ configType: 'flat', cwd: this.#folder });
  readonly #files: string[] = [];

  constructor(steps: readonly Example[]) {
    writeFileSync(join(this.#folder, 'package.json'), '{ "name": "chat", "type": "module" }');
    for (const { words: [word, name = ''], code } of steps) {
      if (word !== 'file' && word !== 'beside') continue;
      mkdirSync(dirname(join(this.#folder, name)), { recursive: true });
      writeFileSync(join(this.#folder, name), code);
      if (word === 'file') this.#files.push(name);
    }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Changes a file as a diff says. */
  patch({ words: [, name = ''], code }: Example): void {
    const path = join(this.#folder, name);
    const { before, after } = sides(code);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(before)) throw new Error(`${name} has no such lines:\n${before}`);
    writeFileSync(path, text.replace(before, () => after));
  }

  lint(name: string, example: Example, settings: object = {}): Linter.LintMessage[] {
    const filename = join(this.#folder, name);
    return this.#linter.verify(readFileSync(filename, 'utf8'), configFor(configOf(example.page), example, settings), { filename });
  }

  /** The ids reported in all its files. */
  idsOf(example: Example, settings: object = {}): string[] {
    return this.#files.flatMap((name) => idsOf(this.lint(name, example, settings))).sort();
  }

  async idsWith(example: Example): Promise<string[]> {
    return this.idsOf({ ...PLAIN, page: example.page }, await settingsIn(example.code));
  }

  /** What ESLint prints about the program, as if it were in a folder of somebody's. */
  async printed(name: ConfigName): Promise<string> {
    if (!Object.keys(plugin.configs).includes(name)) throw new Error(`No config ${name}`);
    const eslint = new ESLint({ cwd: this.#folder, overrideConfigFile: true, overrideConfig: configFor(name, PLAIN) });
    const results = await eslint.lintFiles('.');
    return formatted(eslint, results.map((result) => ({ ...result, filePath: result.filePath.replace(this.#folder, '/home/you/chat') })));
  }
}
