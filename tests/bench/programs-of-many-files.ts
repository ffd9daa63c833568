// What following code across files costs: time per module as programs grow, files that are parsed, and the time of an
// editor whose neighbour file has just changed. All times are ratios within one run.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Linter, type Rule } from 'eslint';
import { expect, it } from 'vitest';
import plugin from '../../src/index.js';
import { parsed } from '../../src/link/load.js';
import { MODULES_PER_SERVER, remove, writeOthers, writeServers, type WrittenProgram } from './programs/write-program.js';

const names = Object.keys(plugin.rules) as (keyof typeof plugin.rules)[];
const levels = Object.fromEntries(names.map((name) => [`websocket-limits/${name}`, 2 as const]));
const ours: Linter.Config = { plugins: { 'websocket-limits': plugin }, rules: levels };
const nothing: Rule.RuleModule = { meta: { type: 'problem', schema: [] }, create: () => ({}) };
const floor: Linter.Config = { plugins: { floor: { rules: { nothing } } }, rules: { 'floor/nothing': 2 } };

/** CPU milliseconds of whatever it does. */
function timed(run: () => void): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

interface Run {
  readonly milliseconds: number;
  readonly parsedFiles: number;
  /** `path: limit`, where a limit is reported to be enforced. */
  readonly enforced: readonly string[];
}

function lintAll({ root, files }: WrittenProgram, config: Linter.Config): Run {
  const linter = new Linter({ configType: 'flat', cwd: root });
  const before = parsed.files;
  const enforced: string[] = [];
  const milliseconds = timed(() => {
    for (const [filename, text] of files) {
      for (const { message } of linter.verify(text, [config], { filename })) {
        const limit = /set to (\d+) connection/u.exec(message)?.[1];
        if (limit !== undefined) enforced.push(`${filename}: ${limit}`);
      }
    }
  });
  return { milliseconds, parsedFiles: parsed.files - before, enforced };
}

/** A program of its own for each measurement: nothing is known of its files. */
function measure(modules: number): { readonly ours: Run; readonly floor: Run } {
  const program = writeServers(modules);
  try {
    return { floor: lintAll(program, floor), ours: lintAll(program, ours) };
  } finally {
    remove(program);
  }
}

it('takes time in proportion to the modules of a program', () => {
  measure(100);
  const times = new Map<number, number>();
  for (const modules of [10, 100, 250, 500, 1000]) {
    const { ours: run, floor: least } = measure(modules);
    times.set(modules, run.milliseconds);
    const perModule = run.milliseconds / modules;
    console.log(`${String(modules)} modules: ${perModule.toFixed(2)} ms each, ${(run.milliseconds / least.milliseconds).toFixed(2)} × a rule that does nothing, ${String(run.parsedFiles)} neighbours parsed`);
    const servers = modules / MODULES_PER_SERVER;
    expect(run.enforced).toHaveLength(2 * servers);
    expect(run.parsedFiles).toBeLessThanOrEqual(modules);
  }
  for (const [half, whole] of [[250, 500], [500, 1000]] as const) {
    const growth = (times.get(whole) ?? Number.NaN) / (times.get(half) ?? Number.NaN);
    console.log(`${String(half)} to ${String(whole)} modules: ${growth.toFixed(2)} × the time`);
    expect(growth).toBeLessThan(2.5);
  }
});

it('parses no neighbour of files that name no websocket library', () => {
  const program = writeOthers(500);
  try {
    const { parsedFiles } = lintAll(program, ours);
    console.log(`500 files that name no websocket library: ${String(parsedFiles)} neighbours parsed`);
    expect(parsedFiles).toBe(0);
  } finally {
    remove(program);
  }
});

it('looks through a long line in the time of many short ones', () => {
  const table = Array.from({ length: 40_000 }, (_, entry) => `key${String(entry)}: ${String(entry)}`);
  const beside = (data: string): number => {
    const program = writeServers(10);
    try {
      writeFileSync(path.join(program.root, 'table.js'), data);
      return lintAll(program, ours).milliseconds;
    } finally {
      remove(program);
    }
  };
  const lines = beside(`export default {\n${table.join(',\n')}\n};`);
  const line = beside(`export default { ${table.join(', ')} };`);
  console.log(`10 modules beside a table of 650 kB: ${lines.toFixed(0)} ms if it has many lines, ${line.toFixed(0)} ms if it has one`);
  expect(line / lines).toBeLessThan(2.5);
});

const EDITS = 20;

it('sees at once that a neighbour has changed, as an editor needs it', () => {
  const program = writeServers(1000);
  try {
    const service = path.join(program.root, 'services/s1');
    const filename = path.join(service, 'chat.js');
    const text = program.files.get(filename) ?? '';
    const linter = new Linter({ configType: 'flat', cwd: program.root });
    const look = (config: Linter.Config): string[] => linter.verify(text, [config], { filename }).map(({ message }) => message);
    const first = timed(() => look(ours));
    const edits = Array.from({ length: EDITS }, (_, edit) => {
      const limit = (edit % 2) + 5;
      writeFileSync(path.join(service, 'limits.js'), `export const MAX_CONNECTIONS_PER_USER = ${String(limit)};${' '.repeat(edit)}\n`);
      let messages: string[] = [];
      const milliseconds = timed(() => (messages = look(ours)));
      // Another rule would have the guard in the handshake, whatever its limit is.
      expect(messages.filter((message) => message.includes('limit set to'))).toEqual([expect.stringContaining(`set to ${String(limit)} connections`)]);
      return { milliseconds, unchanged: timed(() => look(ours)), without: timed(() => look(floor)) };
    });
    const median = (of: (edit: (typeof edits)[number]) => number): number => edits.map(of).sort((a, b) => a - b)[EDITS / 2] ?? Number.NaN;
    const [changed, unchanged, without] = [median((edit) => edit.milliseconds), median((edit) => edit.unchanged), median((edit) => edit.without)];
    console.log(`a handler in a program of 1000 modules: ${first.toFixed(0)} ms at first, ${changed.toFixed(1)} ms after a neighbour has changed, ${unchanged.toFixed(1)} ms if none has, ${without.toFixed(1)} ms with a rule that does nothing`);
    console.log(`after a change against that rule: ${(changed / without).toFixed(2)}, against none changed: ${(changed / unchanged).toFixed(2)}`);
  } finally {
    remove(program);
  }
});
