import path from 'node:path';
import type { Linter } from 'eslint';
import type { Project } from './project.js';

export type Engine = 'eslint-8' | 'eslint-9' | 'eslint';

/** A result of ESLint's, without what differs between its versions and the folders. */
export interface FileResult {
  readonly file: string;
  readonly messages: readonly Linter.LintMessage[];
  readonly output?: string;
  readonly suppressed: readonly Linter.LintMessage[];
}

interface JsonResult {
  readonly filePath: string;
  readonly messages: Linter.LintMessage[];
  readonly suppressedMessages: Linter.LintMessage[];
  readonly output?: string;
}

/** What `eslint` prints about the project, for the files with something to say. */
export async function lint(project: Project, args: readonly string[] = ['.'], env: Readonly<Record<string, string>> = {}): Promise<FileResult[]> {
  const { stdout, stderr } = await project.run('eslint/bin/eslint.js', ['--format', 'json', ...args], env);
  if (!stdout.startsWith('[')) throw new Error(stderr || stdout);
  return (JSON.parse(stdout) as JsonResult[]).flatMap(({ filePath, messages, suppressedMessages, output }) => {
    const file = path.relative(project.folder, filePath).replaceAll(path.sep, '/');
    if (messages.length === 0 && suppressedMessages.length === 0 && output === undefined) return [];
    return [{ file, messages: messages.map(essence), suppressed: suppressedMessages.map(essence), ...(output !== undefined && { output }) }];
  });
}

/** ESLint 8 and 9 also say which kind of node was reported; and 10 says nothing about what is undefined. */
function essence({ ruleId, severity, message, messageId, line, column, endLine, endColumn, fix, suggestions = [] }: Linter.LintMessage): Linter.LintMessage {
  return { ruleId, severity, message, messageId, line, column, endLine, endColumn, fix, suggestions };
}

/** A line for each message: `server.js 16:1-16:19 error require-per-user-connection-limit missing, fix`. */
export function summary(results: readonly FileResult[]): string[] {
  return results
    .flatMap(({ file, messages }) =>
      messages.map(({ ruleId, severity, messageId, line, column, endLine, endColumn, fix, suggestions = [] }) => {
        const range = `${line}:${column}-${String(endLine)}:${String(endColumn)}`;
        const offers = [...(fix ? ['fix'] : []), ...suggestions.map((suggestion) => suggestion.messageId ?? suggestion.desc)];
        return [`${file} ${range} ${severity === 2 ? 'error' : 'warn'} ${(ruleId ?? '').replace('websocket-limits/', '')} ${messageId ?? ''}`, ...offers].join(', ');
      }),
    )
    .sort();
}
