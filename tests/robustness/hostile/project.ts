import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ADMIT, importing } from '../../link/imported-guard.js';

/** Whoever runs this leaves a mark. */
const running = (mark: string): string => `require('node:fs').writeFileSync(${JSON.stringify(mark)}, 'was here');\nmodule.exports = { admit() {}, apps: [{ script: 'servers/inside.js', instances: 4 }] };\n`;

/** `a: [b, b, b, …]`, so many levels deep. */
function bomb(levels: number): string {
  return Array.from({ length: levels }, (_, level) => `l${String(level)}: &l${String(level)} [${`*l${String(level - 1)}, `.repeat(10)}]`).join('\n');
}

/** A project that tries to have itself run, and to have read what is not in it. A guard lies behind each of its tricks. */
export class HostileProject {
  readonly top = realpathSync(mkdtempSync(path.join(tmpdir(), 'hostile-')));
  readonly root = path.join(this.top, 'work', 'project');
  readonly outside = path.join(this.top, 'outside');
  readonly mark = path.join(this.top, 'mark');
  /** By the name of the trick, the import path behind which the guard is. */
  readonly tricks: Readonly<Record<string, string>>;
  private readonly listening: Server;

  constructor() {
    this.write('../../outside/limits.js', ADMIT);
    this.write('../../outside/package.json', '{ "name": "outside", "main": "limits.js" }');
    this.write('../../outside/tsconfig.json', JSON.stringify({ compilerOptions: { paths: { '@base/*': ['./*'] } } }));
    this.write('../../package.json', '{ "name": "top", "workspaces": ["outside"] }');
    this.write('../../tsconfig.json', JSON.stringify({ compilerOptions: { paths: { '@top/*': ['./outside/*'] } } }));
    this.write('../../.gitignore', 'servers');
    mkdirSync(path.join(this.root, '.git'), { recursive: true });
    this.tricks = { ...this.links(), ...this.manifests(), ...this.oddFiles(), ...this.specifiers() };
    for (const [name, specifier] of Object.entries(this.tricks)) this.write(`servers/${name}.js`, importing(specifier));
    this.write('inside/limits.js', ADMIT);
    this.write('servers/inside.js', importing('../inside/limits.js'));
    this.slow();
    this.listening = createServer().listen(path.join(this.root, 'socket', 'limits.js'));
  }

  delete(): void {
    this.listening.close();
    chmodSync(path.join(this.root, 'locked/limits.js'), 0o644);
    rmSync(this.top, { recursive: true, force: true });
  }

  private write(file: string, text: string): string {
    const full = path.join(this.root, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
    return full;
  }

  private links(): Record<string, string> {
    mkdirSync(path.join(this.root, 'links'));
    const link = (name: string, to: string): void => { symlinkSync(to, path.join(this.root, 'links', name)); };
    link('limits.js', path.join(this.outside, 'limits.js'));
    link('folder', this.outside);
    link('loop', path.join(this.root, 'links', 'loop'));
    link('up', this.root);
    link('proc', '/proc/self');
    return { 'file-link': '../links/limits.js', 'folder-link': '../links/folder/limits.js', 'folder-link-index': '../links/folder', 'link-to-itself': '../links/loop/limits.js', 'link-to-processes': '../links/proc/limits.js' };
  }

  private manifests(): Record<string, string> {
    this.write('package.json', JSON.stringify({ name: 'project', workspaces: ['packages/*', '../../outside', '../../*', '/etc'], imports: { '#limits': '../../outside/limits.js' }, dependencies: { outside: 'file:../../outside' } }));
    this.write('pnpm-workspace.yaml', 'packages:\n  - ../../outside\n  - "/etc"\n');
    this.write('tsconfig.json', JSON.stringify({ extends: ['./tsconfig.other.json', '../../outside/tsconfig.json', '/etc/passwd'], compilerOptions: { baseUrl: '../..', paths: { '@etc/*': ['/etc/*'], '@up/*': ['../../../outside/*', '../../outside/*', './outside/*'] } } }));
    this.write('tsconfig.other.json', JSON.stringify({ extends: './tsconfig.json' }));
    const out = '../../../../outside/limits.js';
    this.write('packages/main/package.json', JSON.stringify({ name: 'escaping-limits', main: out, module: out, source: out, types: out }));
    this.write('packages/exports/package.json', JSON.stringify({ name: 'exported-limits', exports: { '.': `./../${out}`, './*': `${path.dirname(out)}/*.js` } }));
    this.write('packages/list/package.json', '[{ "name": "list-limits" }]');
    this.write('packages/null/package.json', 'null');
    truncateSync(this.write('packages/large/package.json', '{ "name": "large-limits" }'), 50_000_000);
    this.write('node_modules/evil-limits/package.json', '{ "name": "evil-limits", "main": "index.js" }');
    this.write('node_modules/evil-limits/index.js', running(this.mark));
    return {
      main: 'escaping-limits', exports: 'exported-limits', 'exports-path': 'exported-limits/limits', imports: '#limits', dependency: 'outside/limits', workspace: 'outside/limits.js',
      list: 'list-limits', null: '../packages/null/limits.js', large: 'large-limits', installed: 'evil-limits',
      'paths-etc': '@etc/limits', 'paths-up': '@up/limits', 'paths-base': '@base/limits', 'paths-above': '@top/limits', 'base-url': 'outside/limits',
    };
  }

  private oddFiles(): Record<string, string> {
    mkdirSync(path.join(this.root, 'pipe'));
    mkdirSync(path.join(this.root, 'socket'));
    mkdirSync(path.join(this.root, 'folder/limits.js'), { recursive: true });
    for (const name of ['pipe/limits.js', 'pipe/.gitignore', 'pipe/package.json', 'pipe/tsconfig.json', 'pipe/docker-compose.yml']) execFileSync('mkfifo', [path.join(this.root, name)]);
    chmodSync(this.write('locked/limits.js', 'export const admit = 1;'), 0);
    truncateSync(this.write('large/limits.js', ADMIT), 100_000_000);
    this.write('pipe/server.js', importing('./limits.js'));
    return { pipe: '../pipe/limits.js', socket: '../socket/limits.js', folder: '../folder/limits.js', locked: '../locked/limits.js', 'large-file': '../large/limits.js' };
  }

  private specifiers(): Record<string, string> {
    const file = path.join(this.outside, 'limits.js');
    return { absolute: file, relative: '../../../outside/limits.js', 'file-url': `file://${file}`, 'data-url': 'data:text/javascript,export function limits(){}', 'http-url': 'http://127.0.0.1:9/limits.js', null_byte: './limits.js\0', dots: `${'../'.repeat(40)}etc/limits.js` };
  }

  /** What takes for ever where it is read without care. */
  private slow(): void {
    for (const name of ['docker-compose.yml', 'k8s/deployment.yaml']) this.write(name, `services:\n  chat: { command: node servers/inside.js }\n${bomb(60)}\n${'  '.repeat(2000)}a: 1\n${'- '.repeat(5000)}x\n`);
    this.write('ecosystem.config.js', running(this.mark));
    this.write('eslint.config.js', running(this.mark));
    this.write('.gitignore', `${'*a'.repeat(30)}*b\n${'**/a/'.repeat(20)}b\n[\n!!\n\\\n${'[!a]*'.repeat(20)}\n`);
    this.write(`${'a'.repeat(240)}.js`, 'export {};');
    this.write(`${'a/'.repeat(100)}x.js`, 'export {};');
  }
}
