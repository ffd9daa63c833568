import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');
const PLUGIN = 'eslint-plugin-websocket-limits';
const installed = path.join(root, 'node_modules');

/** What stands in a project's node_modules instead of this repository's package of that name: a path below node_modules. */
export interface Packages {
  readonly linked?: Readonly<Record<string, string>>;
  /** Copied, because they ask for other packages beside them: a link would lead them to the packages of this repository. */
  readonly copied?: readonly string[];
}

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project in a folder of its own, with the built plugin, and all that is installed here, or other versions of it. */
export class Project {
  readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'websocket-limits-')));

  constructor(files: Readonly<Record<string, string>>, { linked = {}, copied = [] }: Packages = {}) {
    for (const name of packageNames()) {
      if (!copied.includes(name) && !(name in linked)) this.#link(name, path.join(installed, name));
    }
    for (const [name, target] of Object.entries(linked)) this.#link(name, path.join(installed, target));
    for (const name of copied) cpSync(path.join(installed, name), this.#at(name), { recursive: true, dereference: true });
    this.write({ 'package.json': '{ "name": "chat", "private": true, "type": "module" }', ...files });
    this.#install();
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  read(name: string): string {
    return readFileSync(path.join(this.folder, name), 'utf8');
  }

  /** All but what is installed. */
  files(): string[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
      .map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
      .sort();
  }

  /** Runs a script of a package, such as `eslint/bin/eslint.js`, in this folder. A code other than 0 is an answer. */
  run(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
    return new Promise((resolve, reject) => {
      const options = { cwd: this.folder, env: { ...process.env, ...env }, maxBuffer: 64 * 2 ** 20, timeout: 110_000 };
      execFile(process.execPath, [this.#at(script), ...args], options, (error, stdout, stderr) => {
        const code = error ? error.code : 0;
        if (typeof code === 'number') resolve({ code, stdout, stderr });
        else reject(new Error(`${script} was not started, or was ended`, { cause: error }));
      });
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** As npm unpacks it: the plugin finds what this project has beside it. */
  #install(): void {
    const target = this.#at(PLUGIN);
    mkdirSync(target);
    for (const part of ['package.json', 'dist']) cpSync(path.join(root, part), path.join(target, part), { recursive: true });
  }

  #at(name: string): string {
    return path.join(this.folder, 'node_modules', name);
  }

  #link(name: string, target: string): void {
    mkdirSync(path.dirname(this.#at(name)), { recursive: true });
    symlinkSync(target, this.#at(name), 'junction');
  }
}

function packageNames(): string[] {
  return readdirSync(installed).flatMap((name) => {
    if (name.startsWith('.')) return [];
    return name.startsWith('@') ? readdirSync(path.join(installed, name)).map((part) => `${name}/${part}`) : [name];
  });
}
