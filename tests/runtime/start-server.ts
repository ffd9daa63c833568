import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { Report } from './child-probe.js';
import { type Language, type Runtime } from './fixture.js';
import { startForeignServer } from './foreign-server.js';
import { nestOptions } from './nest-platform.js';
import { startWorker } from './workerd-server.js';

/** A server module in a process of its own, so that a crash is seen as a crash. */
export interface RunningServer {
  port: number;
  /** What is open there now; fails when the process has died. */
  report: () => Promise<Report>;
  /** What the process has written to stderr. */
  errors: () => string;
  /** Has the client closed, at the latest, when the clients are dropped. */
  keep: (close: () => void) => void;
  dropClients: () => void;
  stop: () => Promise<void>;
}

// Inside node_modules, so that the servers' imports resolve and no watcher, linter or git sees the files.
const folder = join(import.meta.dirname, '../../node_modules/.cache/runtime-servers');
const extensions = { commonjs: 'cjs', esm: 'mjs', typescript: 'mjs' };
let written = 0;

const transpile = (source: string, module: ts.ModuleKind): string =>
  ts.transpileModule(source, { compilerOptions: { module, target: ts.ScriptTarget.ES2023, experimentalDecorators: true } }).outputText;

/** As CommonJS, because every process loads it, and the loader of ES modules is slow to start. */
const writeProbe = (): string => {
  const file = join(folder, 'probe.cjs');
  const source = readFileSync(join(import.meta.dirname, 'child-probe.ts'), 'utf8');
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${file}.${process.pid}`, transpile(source, ts.ModuleKind.CommonJS));
  renameSync(`${file}.${process.pid}`, file);
  return file;
};

const execArgv = ['--require', writeProbe()];

const writeModule = (source: string, language: Language): string => {
  written += 1;
  const file = join(folder, `${process.pid}-${written}.${extensions[language]}`);
  writeFileSync(
    file,
    `${language === 'typescript' ? transpile(source, ts.ModuleKind.ESNext) : source}
globalThis.runtimeProbe = { connectionsPerUser, engine: typeof io === 'undefined' ? undefined : io.engine };
`,
  );
  return file;
};

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

const portOf = (child: ChildProcess, errors: () => string): Promise<number> =>
  new Promise((resolve, reject) => {
    let printed = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
      const port = /\{"port":(?<port>\d+)\}/u.exec(printed)?.groups?.['port'];
      if (port !== undefined) resolve(Number(port));
    });
    child.once('close', () => {
      reject(new Error(`The server did not start. ${errors()}`));
    });
  });

export const startServer = async (source: string, language: Language, runtime: Runtime = 'node'): Promise<RunningServer> => {
  if (runtime === 'workerd') return startWorker(source, language);
  if (runtime !== 'node') return startForeignServer(source, language, runtime);
  const file = writeModule(source, language);
  const child = fork(file, { execArgv: source.includes("'@nestjs/core'") ? [...execArgv, ...nestOptions(folder)] : execArgv, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const errors = (): string => stderr;
  const ended = new AbortController();
  child.once('close', () => {
    ended.abort();
  });
  const clients = new Set<() => void>();

  const dropClients = (): void => {
    for (const close of clients) close();
    clients.clear();
  };
  return {
    port: await portOf(child, errors),
    errors,
    keep: (close) => clients.add(close),
    dropClients,
    report: async () => {
      try {
        const answer = once(child, 'message', { signal: ended.signal });
        child.send('report', () => undefined);
        const [report] = (await answer) as [Report];
        return report;
      } catch {
        throw new Error(`The server process died. ${stderr}`);
      }
    },
    stop: async () => {
      dropClients();
      rmSync(file, { force: true });
      if (hasEnded(child)) return;
      const closed = once(child, 'close');
      child.kill();
      await closed;
    },
  };
};
