import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import * as typescriptParser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { auditProject } from '../../../src/audit/index.js';
import plugin from '../../../src/index.js';

/** What a process that is watched says at its end. */
export interface Watched {
  /** Per file: the rules that reported, with the message ids. */
  readonly linted: Readonly<Record<string, readonly string[]>>;
  /** Per file: the verdicts on its sites, or why it was not read. */
  readonly audited: Readonly<Record<string, readonly string[]>>;
  /** Real paths, without those of the tool. */
  readonly opened: readonly string[];
  /** What is said of settings with keys that every object has. */
  readonly refused: readonly unknown[];
  /** Whether plain objects have got a property. */
  readonly isPolluted: boolean;
}

const [root = '', tool = '', ...files] = process.argv.slice(2);
/** Keys that would reach every object, were they copied without care. */
const HOSTILE = ['{ "__proto__": { "crossFile": false, "polluted": true } }', '{ "constructor": { "prototype": { "polluted": true } } }'];

function lint(settings: unknown): Record<string, string[]> {
  const linter = new Linter({ configType: 'flat', cwd: root });
  const config: Linter.Config[] = [
    { files: ['**/*.{js,ts}'], plugins: { 'websocket-limits': plugin }, rules: plugin.configs.audit.rules ?? {}, settings: { 'websocket-limits': settings } },
    { files: ['**/*.ts'], languageOptions: { parser: typescriptParser } },
  ];
  return Object.fromEntries(
    files.map((file) => {
      const filename = path.join(root, file);
      const messages = linter.verify(readFileSync(filename, 'utf8'), config, { filename });
      return [file, messages.map(({ ruleId, messageId, message }) => (ruleId === null ? message : `${ruleId.replace('websocket-limits/', '')}:${String(messageId)}`))];
    }),
  );
}

const linted = lint({ identity: ['socket.user'] });
const refused = HOSTILE.map((settings) => {
  try {
    return lint(JSON.parse(settings));
  } catch (error) {
    return String(error).split('\n', 1).join();
  }
});
const report = await auditProject({ cwd: root });
const said = [...report.programs.flatMap(({ sites }) => sites).map(({ path: at, id }) => ({ at, what: id })), ...report.unread.map(({ path: at, reason }) => ({ at, what: reason }))];
const audited = Object.fromEntries(said.map(({ at }) => [at, said.filter((other) => other.at === at).map(({ what }) => what)]));
const isPolluted = 'polluted' in {};
// Put there by what is loaded first.
const openedOutside = Reflect.get(globalThis, 'openedOutside') as (folder: string) => string[];
const watched: Watched = { linted, audited, opened: openedOutside(tool), refused, isPolluted };
process.stdout.write(JSON.stringify(watched));
