import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pkg from '../../package.json' with { type: 'json' };
import { auditProject } from './audit-project.js';
import { UsageError } from './find-files.js';
import type { AuditReport } from './report.js';
import { progressBar } from './progress.js';
import { sarifReport } from './sarif.js';
import { textReport } from './text.js';

/** What the command ends with. */
const EXIT = { passes: 0, fails: 1, broken: 2 } as const;

const FORMATS = ['text', 'json', 'sarif'] as const;
type Format = (typeof FORMATS)[number];

const HELP = `Finds WebSocket servers that do not limit the connections of each user, and says what the others enforce.
Reads JavaScript and TypeScript. Needs no ESLint and no configuration; runs nothing of the project.

Usage: npx ${pkg.name} [paths…] [options]

  paths                files, folders or patterns; the current folder by default

  --format FORMAT      text (default), json or sarif
  --output FILE        write the report there instead of to the terminal
  --ignore PATTERN     leave files out, as in a .gitignore; may be given several times
  --settings FILE      a JSON file with what settings['websocket-limits'] holds in an ESLint configuration
  --help, --version

Examples:
  npx ${pkg.name}
  npx ${pkg.name} apps/chat 'packages/*/src/**'
  npx ${pkg.name} --format sarif --output websocket-limits.sarif
  npx ${pkg.name} --ignore '**/test/**' --format json | jq '.programs[].sites[] | select(.verdict == "fail")'

Exit status: 0 all connection sites pass, or there are none; 1 some fail; 2 wrong usage, or the analysis itself failed.
`;

/** Where the command reads and writes; the process, but for tests. */
export interface Terminal {
  readonly cwd: string;
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * Runs the command.
 *
 * @param args what was typed behind its name
 * @returns the exit status
 */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const { values, positionals } = parse(args);
    if (values.help || values.version) {
      terminal.stdout.write(values.help ? HELP : `${pkg.version}\n`);
      return EXIT.passes;
    }
    const format = formatOf(values.format);
    const settings = values.settings === undefined ? {} : readSettingsFile(path.resolve(terminal.cwd, values.settings));
    const progress = progressBar(terminal.stderr);
    const report = await auditProject({ cwd: terminal.cwd, ...(positionals.length > 0 && { paths: positionals }), ignore: values.ignore ?? [], settings, onProgress: progress.show }).finally(progress.clear);
    print(report, format, values.output, terminal);
    if (report.unread.some(({ isInternal }) => isInternal)) return EXIT.broken;
    return report.verdict === 'fail' ? EXIT.fails : EXIT.passes;
  } catch (error) {
    terminal.stderr.write(`${complaint(error)}\n`);
    return EXIT.broken;
  }
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string' },
      output: { type: 'string' },
      ignore: { type: 'string', multiple: true },
      settings: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
    },
  });
}

function formatOf(given = 'text'): Format {
  const format = FORMATS.find((known) => known === given);
  if (!format) throw new UsageError(`--format ${given} is not known. It can be ${FORMATS.join(', ')}.`);
  return format;
}

function readSettingsFile(file: string): Readonly<Record<string, unknown>> {
  let settings: unknown;
  try {
    settings = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`The settings in ${file} cannot be read: ${messageOf(error)}`);
  }
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) throw new UsageError(`The settings in ${file} must be an object, such as { "identity": ["socket.data.user.id"] }.`);
  return settings as Readonly<Record<string, unknown>>;
}

function print(report: AuditReport, format: Format, output: string | undefined, { cwd, stdout, stderr, env }: Terminal): void {
  const isColoured = output === undefined && stdout.isTTY === true && env['NO_COLOR'] === undefined;
  const text = format === 'text' ? textReport(report, { isColoured }) : `${JSON.stringify(format === 'sarif' ? sarifReport(report) : report, undefined, 2)}\n`;
  if (output === undefined) {
    stdout.write(text);
    return;
  }
  const file = path.resolve(cwd, output);
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`The report cannot be written to ${file}: ${messageOf(error)}`);
  }
  stderr.write(`${report.message} The report is in ${file}.\n`);
}

function complaint(error: unknown): string {
  const isUsage = error instanceof UsageError || (error instanceof TypeError && (('code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) || error.message.startsWith('settings[')));
  return isUsage ? `${messageOf(error)}\nSee npx ${pkg.name} --help.` : `The audit failed, which is a bug of ${pkg.name} ${pkg.version}. Please report it with this:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
