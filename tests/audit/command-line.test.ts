import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pkg from '../../package.json' with { type: 'json' };
import { type Stream, runCommand } from '../../src/audit/command-line.js';
import { progressBar } from '../../src/audit/progress.js';
import { Program } from '../link/program.js';
import { GUARDED, OPEN } from './programs.js';

let program: Program;

beforeAll(() => {
  program = new Program({ ...GUARDED, ...OPEN, 'settings.json': '{ "crossFile": false }', 'list.json': '[]' });
});
afterAll(() => {
  program.delete();
});

class Kept implements Stream {
  text = '';
  readonly columns = 60;
  readonly isTTY: boolean;
  constructor(isTTY = false) {
    this.isTTY = isTTY;
  }
  write(text: string): void {
    this.text += text;
  }
}

async function run(args: readonly string[], { isTTY = false, env = {} } = {}): Promise<{ status: number; out: string; err: string }> {
  const [stdout, stderr] = [new Kept(isTTY), new Kept(isTTY)];
  const status = await runCommand(args, { cwd: program.root, stdout, stderr, env });
  return { status, out: stdout.text, err: stderr.text };
}

describe('the exit status', () => {
  it.each([
    ['0 when all sites pass', ['apps/chat'], 0],
    ['0 when there is no site', ['apps/chat/auth.js'], 0],
    ['1 when some fail', [], 1],
    ['1 in every format', ['--format', 'json'], 1],
    ['0 for help', ['--help'], 0],
    ['0 for the version', ['--version'], 0],
    ['2 for a path that is not there', ['nowhere'], 2],
    ['2 for a wrong option', ['--fromat', 'json'], 2],
    ['2 for a wrong format', ['--format', 'xml'], 2],
    ['2 for an option without its value', ['--output'], 2],
    ['2 for a report that cannot be written', ['--output', 'nowhere/report.txt'], 2],
    ['2 for settings that are not there', ['--settings', 'nowhere.json'], 2],
    ['2 for settings of a wrong shape', ['--settings', 'list.json'], 2],
  ])('is %s', async (_, args, status) => {
    expect((await run(args)).status).toBe(status);
  });
});

describe('what is printed', () => {
  it('is the report, and nothing on the other stream', async () => {
    const { out, err } = await run([]);
    expect(out).toContain('✗ 2 of 3 connection sites have no enforced per-user limit from 1 to 10.');
    expect(err).toBe('');
  });

  it('is JSON and nothing else with --format json', async () => {
    const { out } = await run(['--format', 'json', 'apps/chat']);
    expect(JSON.parse(out)).toMatchObject({ schemaVersion: 1, verdict: 'pass', tool: { name: pkg.name, version: pkg.version } });
  });

  it('is SARIF with --format sarif', async () => {
    expect(JSON.parse((await run(['--format=sarif'])).out)).toMatchObject({ version: '2.1.0' });
  });

  it('goes into a file with --output, and the terminal says where', async () => {
    const { out, err, status } = await run(['--format', 'sarif', '--output', 'report.sarif']);
    const file = join(program.root, 'report.sarif');
    expect({ out, status }).toEqual({ out: '', status: 1 });
    expect(err).toBe(`2 of 3 connection sites have no enforced per-user limit from 1 to 10. The report is in ${file}.\n`);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: '2.1.0' });
  });

  it('has colours on a terminal only, and not where they are unwanted', async () => {
    const isColoured = async (options: Parameters<typeof run>[1]): Promise<boolean> => (await run(['apps/chat'], options)).out.includes('\u001B[');
    expect(await isColoured({ isTTY: true })).toBe(true);
    expect(await isColoured({ isTTY: true, env: { NO_COLOR: '1' } })).toBe(false);
    expect(await isColoured({})).toBe(false);
  });

  it('follows the settings', async () => {
    expect((await run(['--settings', 'settings.json', 'apps/chat'])).status).toBe(1);
  });

  it('leaves out what --ignore names', async () => {
    expect((await run(['--ignore', 'apps/feed/**'])).status).toBe(0);
  });

  it('says what was wrong and where help is', async () => {
    expect((await run(['nowhere'])).err).toBe(`There is no file or folder ${join(program.root, 'nowhere')}. Paths start from ${program.root}.\nSee npx ${pkg.name} --help.\n`);
    expect((await run(['--format', 'xml'])).err).toContain('--format xml is not known. It can be text, json, sarif.');
    expect((await run(['--fromat', 'json'])).err).toContain("Unknown option '--fromat'");
    expect((await run(['--settings', 'list.json'])).err).toContain('must be an object, such as');
  });

  it('explains the options and the exit status, with examples', async () => {
    const { out } = await run(['--help']);
    for (const word of ['--format', '--output', '--ignore', '--settings', 'Examples:', 'Exit status:']) expect(out).toContain(word);
  });
});

describe('the progress', () => {
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  it('is shown on a terminal when it takes long, no wider than that, and cleared', async () => {
    const stream = new Kept(true);
    const { show, clear } = progressBar(stream, 5);
    show({ done: 1, total: 4, file: 'src/early.js' });
    expect(stream.text).toBe('');
    await wait(10);
    show({ done: 2, total: 4, file: `src/${'deep/'.repeat(20)}server.js` });
    expect(stream.text).toContain('████████████░░░░░░░░░░░░ 2 of 4 files');
    expect(stream.text.replace('\r\u001B[2K', '').length).toBeLessThan(60);
    clear();
    expect(stream.text.endsWith('\r\u001B[2K')).toBe(true);
  });

  it('is nothing in a pipe', async () => {
    const stream = new Kept(false);
    const { show, clear } = progressBar(stream, 0);
    await wait(5);
    show({ done: 1, total: 2, file: 'a.js' });
    clear();
    expect(stream.text).toBe('');
  });
});
