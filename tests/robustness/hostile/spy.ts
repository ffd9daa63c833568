// Loaded before anything else in a process that is watched. It writes down which files are opened and which folders are
// listed, by their real paths, and lets nothing be written, started or connected to.
import childProcess from 'node:child_process';
import dns from 'node:dns';
import fs, { realpathSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import path from 'node:path';
import process from 'node:process';

const opened = new Set<string>();

function note(file: unknown): void {
  if (typeof file === 'number') return;
  try {
    opened.add(realpathSync(file instanceof URL ? file : String(file)));
  } catch {
    // Nothing is there, so nothing is read.
  }
}

type Before = (...given: readonly unknown[]) => void;

function watch(module: object, names: readonly string[], before: Before): void {
  for (const name of names) {
    const original: unknown = Reflect.get(module, name);
    if (typeof original !== 'function') throw new TypeError(`There is no ${name} to watch.`);
    const watched = function (this: unknown, ...given: unknown[]): unknown {
      before(...given);
      return Reflect.apply(original, this, given);
    };
    Reflect.set(module, name, watched);
  }
}

function never(what: string): Before {
  return (first) => {
    process.stderr.write(`It may not ${what}: ${String(first)}\n`);
    process.exit(3);
  };
}

const noteOrRefuse: Before = (file, flags) => {
  if (typeof flags === 'string' && /[wa+]/u.test(flags)) never('open a file to write')(file);
  note(file);
};

const WRITING = ['writeFile', 'appendFile', 'mkdir', 'mkdtemp', 'rm', 'rmdir', 'unlink', 'rename', 'symlink', 'link', 'chmod', 'truncate', 'utimes', 'copyFile', 'cp'];
watch(fs, ['readFile', 'readFileSync', 'createReadStream', 'readdir', 'readdirSync', 'opendir', 'opendirSync'], note);
watch(fs, ['open', 'openSync'], noteOrRefuse);
watch(fs, [...WRITING, ...WRITING.map((name) => `${name}Sync`), 'createWriteStream'], never('write'));
watch(fs.promises, ['readFile', 'readdir', 'opendir'], note);
watch(fs.promises, ['open'], noteOrRefuse);
watch(fs.promises, WRITING, never('write'));
watch(childProcess, ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'], never('start a process'));
watch(net, ['connect', 'createConnection', 'createServer'], never('use the network'));
for (const module of [http, https]) watch(module, ['request', 'get'], never('use the network'));
watch(dns, ['lookup', 'resolve'], never('use the network'));
watch(globalThis, ['fetch'], never('use the network'));
syncBuiltinESMExports();

/** What was opened, but for the files of the tool itself. */
Reflect.set(globalThis, 'openedOutside', (tool: string): string[] => [...opened].filter((file) => !file.startsWith(tool + path.sep)));
