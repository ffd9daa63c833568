import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import pkg from '../../package.json' with { type: 'json' };
import { projectAround, ProjectDisk } from '../link/disk.js';
import { foldersAbove, Manifests } from '../link/resolve/manifests.js';
import { isInside } from '../link/source-files.js';
import { readSettings } from '../settings.js';
import { findFiles, UsageError } from './find-files.js';
import { type FileAudit, judgeFile } from './judge-file.js';
import { groupPrograms } from './programs.js';
import { type AuditReport, CHECK, SCHEMA_VERSION, type UnreadFile } from './report.js';
import { shownPath } from './shown-path.js';

/** What to audit, and how. */
export interface AuditOptions {
  /** The folder that paths start from; the working directory by default. */
  readonly cwd?: string;
  /** Files, folders or patterns; all of `cwd` by default. */
  readonly paths?: string | readonly string[];
  /** Patterns as in a `.gitignore`, from `cwd`, of what to leave out besides. */
  readonly ignore?: readonly string[];
  /** The shared settings: what `settings['websocket-limits']` holds in an ESLint configuration. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Called after each file. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number; readonly file: string }) => void;
}

/** A longer text is no source code that somebody wrote: parsing it takes minutes and says nothing. */
const MAX_BYTES = 20_000_000;

/**
 * Judges every connection site in a folder, without ESLint and without its configuration. Nothing of the project is run.
 *
 * @throws UsageError for a path that is not there, and TypeError for wrong settings; never for what a file holds
 */
export async function auditProject(options: AuditOptions | string | readonly string[] = {}): Promise<AuditReport> {
  const { cwd = process.cwd(), paths = '.', ignore = [], settings = {}, onProgress } = typeof options === 'string' || isList(options) ? { paths: options } : options;
  const root = path.resolve(cwd);
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`There is no folder ${root}.`);
  const read = readSettings({ 'websocket-limits': settings });
  const files = findFiles(typeof paths === 'string' ? [paths] : paths, root, ignore);
  const audits: FileAudit[] = [];
  const unread: UnreadFile[] = [];
  for (const [index, file] of files.entries()) {
    const relative = shownPath(root, file);
    const result = auditFile(file, root, (text) => (read.catalogue.mayMatter(text) ? judgeFile(file, text, read, root) : 'nothing'));
    if (typeof result === 'string') unread.push(...(result === 'nothing' ? [] : [{ path: relative, reason: result }]));
    else if (result instanceof Error) unread.push({ path: relative, reason: `The analysis failed: ${result.message}. Please report it with the file.`, isInternal: true });
    else if (result.sites.length + result.configured.length > 0) audits.push(result);
    onProgress?.({ done: index + 1, total: files.length, file: relative });
    // Whoever shows the progress gets a turn.
    if (index % 50 === 0) await setImmediate();
  }
  return reportOf(root, files.length, audits, unread);
}

function isList(options: AuditOptions | readonly string[]): options is readonly string[] {
  return Array.isArray(options);
}

const UNPARSABLE = 'It cannot be parsed, so its connection sites are not known.';

/** What a file adds; `nothing` for one that names no websocket library; else why it is not known. */
function auditFile(file: string, root: string, judge: (text: string) => FileAudit | 'nothing' | undefined): FileAudit | string | Error {
  let text: string;
  try {
    const stats = statSync(file);
    if (!stats.isFile()) return 'It is no plain file, so it was not read.';
    if (leadsOut(file, root)) return 'It is a link that leads out of the project, so it was not read.';
    if (stats.size > MAX_BYTES) return `It is larger than ${String(MAX_BYTES / 1_000_000)} MB, so its connection sites are not known.`;
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return `It cannot be read, so its connection sites are not known: ${error instanceof Error ? error.message : String(error)}`;
  }
  try {
    return judge(text) ?? UNPARSABLE;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function leadsOut(file: string, root: string): boolean {
  return lstatSync(file).isSymbolicLink() && !isInside(realpathSync(file), realpathSync(projectAround(file, root)));
}

function reportOf(root: string, files: number, audits: readonly FileAudit[], unread: readonly UnreadFile[]): AuditReport {
  const programs = groupPrograms(audits, packageNames(root));
  const sites = programs.flatMap((program) => program.sites);
  const failed = sites.filter(({ verdict }) => verdict === 'fail').length;
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: pkg.name, version: pkg.version },
    check: CHECK,
    root: root.split(path.sep).join('/'),
    verdict: failed > 0 ? 'fail' : 'pass',
    message: summaryOf(sites.length, failed, files),
    summary: { files, programs: programs.length, sites: sites.length, passed: sites.length - failed, failed },
    programs,
    unread,
  };
}

function summaryOf(sites: number, failed: number, files: number): string {
  const counted = (number: number, noun: string): string => `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
  if (sites === 0) return `No connection site found in ${counted(files, 'file')}: nothing here accepts WebSocket connections, so there is nothing to limit.`;
  if (failed === 0) return sites === 1 ? 'The connection site has an enforced per-user limit.' : `All ${String(sites)} connection sites have an enforced per-user limit.`;
  return `${String(failed)} of ${counted(sites, 'connection site')} ${failed === 1 ? 'has' : 'have'} no enforced per-user limit from ${String(CHECK.limit.min)} to ${String(CHECK.limit.max)}.`;
}

/** The names of the packages that files lie in, or of the outermost of their folders. */
function packageNames(root: string): (file: string) => string {
  const disk = new ProjectDisk();
  const manifests = new Manifests(disk);
  return (relative) => {
    const file = path.resolve(root, relative);
    disk.enter(file, root);
    const end = isInside(file, root) ? root : projectAround(file, root);
    const folders = [...foldersAbove(path.dirname(file))].filter((folder) => isInside(folder, end));
    const names = folders.map((folder) => manifests.json(path.join(folder, 'package.json'))?.['name']);
    return names.find((name): name is string => typeof name === 'string' && name !== '') ?? path.basename(end);
  };
}
