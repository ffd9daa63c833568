import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as typescriptParser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { judgeFile } from '../../../src/audit/judge-file.js';
import plugin from '../../../src/index.js';
import { readSettings } from '../../../src/settings.js';
import type { Program } from './seeds.js';

const NAMESPACE = 'websocket-limits';
const RULES: Linter.RulesRecord = Object.fromEntries(Object.keys(plugin.rules).map((rule) => [`${NAMESPACE}/${rule}`, 'error']));
/** The rules whose verdicts the audit gives, too. */
const SITE_RULES = { [`${NAMESPACE}/require-per-user-connection-limit`]: 'error', [`${NAMESPACE}/report-connection-limit`]: 'error' } as const;
/** ESLint fixes up to ten times in a row. A fix that needs more than three such rows goes on for ever. */
const ROWS = 3;

/** What is wrong, and with which text. */
export interface Failure {
  readonly what: string;
  readonly detail: string;
}

/** How the checks went for one program; `skipped` where no parser takes it. */
export type Outcome = 'skipped' | 'passed' | Failure;

const isTypeScript = (filename: string): boolean => /\.[cm]?tsx?$/u.test(filename);

class Check {
  private readonly linter: Linter;
  private readonly file: string;
  private readonly settings: Readonly<Record<string, unknown>>;
  private readonly comparing: number;

  constructor(file: string, cwd: string, crossFile: boolean, comparing: number) {
    this.linter = new Linter({ configType: 'flat', cwd });
    this.file = file;
    this.settings = { crossFile };
    this.comparing = comparing;
  }

  of(code: string): Outcome {
    if (!this.parses(code)) return 'skipped';
    try {
      const messages = this.linter.verify(code, this.config(RULES), { filename: this.file });
      return this.fixes(code, messages) ?? this.end(code, messages) ?? (code.length % this.comparing === 0 ? this.parsers(code) : undefined) ?? 'passed';
    } catch (error) {
      return { what: 'throws', detail: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  }

  /** Whether ESLint itself gets through. */
  private parses(code: string): boolean {
    try {
      return !this.linter.verify(code, this.config({ 'none/none': 'error' }), { filename: this.file }).some(({ fatal }) => fatal);
    } catch {
      return false;
    }
  }

  private config(rules: Linter.RulesRecord, typescript = isTypeScript(this.file)): Linter.Config[] {
    const plugins = { [NAMESPACE]: plugin, none: { rules: { none: { create: () => ({}) } } } };
    return [
      { files: ['**/*.{js,cjs,mjs,jsx,ts,cts,mts,tsx}'], plugins, rules, settings: { [NAMESPACE]: this.settings }, linterOptions: { reportUnusedDisableDirectives: 'off' } },
      ...(typescript ? [{ files: ['**/*'], languageOptions: { parser: typescriptParser } }] : []),
      { files: ['**/*.{jsx,tsx}'], languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } } },
      { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
    ];
  }

  /** Each fix and each suggestion gives a program. */
  private fixes(code: string, messages: readonly Linter.LintMessage[]): Failure | undefined {
    const text = code.replace(/^\uFEFF/u, '');
    for (const { ruleId, messageId = '', fix, suggestions = [] } of messages) {
      const edits = [...(fix ? [{ kind: 'fix', edit: fix }] : []), ...suggestions.map((suggestion) => ({ kind: 'suggestion', edit: suggestion.fix }))];
      for (const { kind, edit } of edits) {
        const changed = text.slice(0, edit.range[0]) + edit.text + text.slice(edit.range[1]);
        if (!this.parses(changed)) return { what: `a ${kind} of ${String(ruleId)} ${messageId} that does not parse`, detail: changed };
      }
    }
    return undefined;
  }

  /** Fixing ends, and fixing again changes nothing. */
  private end(code: string, messages: readonly Linter.LintMessage[]): Failure | undefined {
    if (!messages.some(({ fix }) => fix)) return undefined;
    let text = code;
    for (let row = 0; row < ROWS; row += 1) {
      const { output, fixed } = this.linter.verifyAndFix(text, this.config(RULES), { filename: this.file });
      if (!fixed) return undefined;
      text = output;
    }
    const [message] = this.linter.verify(text, this.config(RULES), { filename: this.file }).filter(({ fix }) => fix);
    return message && { what: `fixing ${String(message.ruleId)} ${message.messageId ?? ''} does not end`, detail: text };
  }

  /** The same sites, with the same verdicts, whoever parses. */
  private parsers(code: string): Failure | undefined {
    const file = judgeFile(this.file, code, readSettings({ [NAMESPACE]: this.settings }), dirname(this.file));
    const own = this.sites(code, isTypeScript(this.file));
    // What the parser of the audit refuses is said to be unparsable there.
    const audited = file?.sites.flatMap(({ id, line, column, endLine, endColumn }) => (id === 'void' ? [] : [`${id} ${String(line)}:${String(column)}-${String(endLine)}:${String(endColumn)}`])).sort();
    if (audited && audited.join() !== own?.join()) return { what: 'the audit sees other sites', detail: `ESLint: ${String(own)}\nAudit:  ${audited.join()}` };
    if (isTypeScript(this.file)) return undefined;
    const typed = this.sites(code, true);
    return typed && typed.join() !== own?.join() ? { what: 'the parser of typescript-eslint sees other sites', detail: `espree: ${String(own)}\ntypescript-eslint: ${typed.join()}` } : undefined;
  }

  private sites(code: string, typescript: boolean): string[] | undefined {
    const messages = this.linter.verify(code, this.config(SITE_RULES, typescript), { filename: this.file });
    if (messages.some(({ fatal }) => fatal)) return undefined;
    return messages.map(({ messageId, line, column, endLine, endColumn }) => `${String(messageId)} ${String(line)}:${String(column)}-${String(endLine)}:${String(endColumn)}`).sort();
  }
}

/**
 * Everything that has to hold for a program.
 *
 * @param comparing of so many texts one is read by all parsers, which takes as long as everything else
 */
export function check({ filename, code, others }: Program, comparing = 1): Outcome {
  const files = Object.entries(others);
  if (files.length === 0) return new Check(join('/chat', filename), '/chat', false, comparing).of(code);
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'fuzz-')));
  try {
    for (const [path, text] of [['package.json', '{ "name": "chat" }'], [filename, code], ...files] as const) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return new Check(join(root, filename), root, true, comparing).of(code);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
