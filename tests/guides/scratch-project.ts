import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './fences.js';

const require = createRequire(import.meta.url);

/** What readers of a guide have installed. */
const INSTALLED = ['eslint', 'lint-staged', 'typescript-eslint', 'typescript', '@babel/eslint-parser', '@babel/core', 'eslint-formatter-gitlab', '@typescript-eslint/parser'];
const HOME = '/home/you/chat';

interface Manifest {
  readonly bin?: string | Readonly<Record<string, string>>;
}

/** A project in a folder of its own, as a reader has it who has installed what the guide says. */
export class ScratchProject {
  readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'guide-')));

  constructor() {
    this.write('package.json', '{\n  "name": "chat",\n  "type": "module",\n  "private": true\n}\n');
    this.write('.gitignore', 'node_modules\n');
    for (const name of INSTALLED) this.link(name, path.join(root, 'node_modules', name));
    this.link('eslint-plugin-websocket-limits', root);
    this.shell('git init --quiet --initial-branch=main && git config user.email you@example.com && git config user.name You && git commit --quiet --allow-empty --message Begin');
  }

  write(name: string, text: string): void {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  read(name: string): string {
    return readFileSync(path.join(this.folder, name), 'utf8');
  }

  has(name: string): boolean {
    return existsSync(path.join(this.folder, name));
  }

  /** Runs a line of a shell, with the commands of the installed packages at hand, as npx has them. */
  shell(line: string, env: NodeJS.ProcessEnv = {}): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
    const { status, stdout, stderr } = spawnSync('bash', ['-c', line.replaceAll(/\bnpx (?:--no-install )?/gu, '')], {
      cwd: this.folder,
      encoding: 'utf8',
      timeout: 60_000,
      env: { PATH: `${path.join(this.folder, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`, HOME: this.folder, GIT_CONFIG_NOSYSTEM: '1', NO_COLOR: '1', ...env },
    });
    const shown = (text: string): string => text.replaceAll(this.folder, HOME);
    return { status, stdout: shown(stdout), stderr: shown(stderr) };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private link(name: string, target: string): void {
    const place = path.join(this.folder, 'node_modules', name);
    mkdirSync(path.dirname(place), { recursive: true });
    symlinkSync(target, place, 'junction');
    const { bin } = require(path.join(target, 'package.json')) as Manifest;
    const commands = typeof bin === 'string' ? { [path.basename(name)]: bin } : (bin ?? {});
    for (const [command, file] of Object.entries(commands)) this.command(command, path.join(place, file));
  }

  private command(name: string, file: string): void {
    const place = path.join(this.folder, 'node_modules/.bin', name);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, `#!/bin/sh\nexec "${process.execPath}" "${file}" "$@"\n`);
    chmodSync(place, 0o755);
  }
}
