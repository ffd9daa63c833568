import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pkg from '../../package.json' with { type: 'json' };

/** What a newcomer types, in an empty folder, with the archive as it is published and packages from the registry. */
const root = path.resolve(import.meta.dirname, '../..');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const MINUTES = 60_000;

let folder: string;
let archive: string;

const SERVER = `import { WebSocketServer } from 'ws';

const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', (ws) => {
  ws.send('welcome');
});
`;
const TYPED = `import { WebSocketServer, type WebSocket } from 'ws';

const wss: WebSocketServer = new WebSocketServer({ port: 8080 });

wss.on('connection', (ws: WebSocket): void => {
  ws.send('welcome');
});
`;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'newcomer-')));
  execFileSync(npm, ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root, stdio: 'pipe' });
  archive = path.join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '');
}, MINUTES);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** An own project, with nothing but the files. */
function project(name: string, files: Readonly<Record<string, string>>): string {
  const own = path.join(folder, name);
  mkdirSync(own);
  for (const [file, text] of Object.entries({ 'package.json': '{ "type": "module", "private": true }\n', ...files })) {
    mkdirSync(path.dirname(path.join(own, file)), { recursive: true });
    writeFileSync(path.join(own, file), text);
  }
  return own;
}

const install = (cwd: string, ...packages: string[]): void => {
  execFileSync(npm, ['install', '--save-dev', '--prefer-offline', '--no-audit', '--no-fund', ...packages], { cwd, stdio: 'pipe' });
};

function run(cwd: string, ...command: readonly [string, ...string[]]): { status: number | null; out: string } {
  const [program, ...args] = command;
  // A pipe, without colours, and without what the tests' own run put into the environment.
  const { PATH, HOME, npm_config_registry: registry } = process.env;
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', env: { PATH, HOME, ...(registry !== undefined && { npm_config_registry: registry }) } });
  return { status, out: stdout + stderr };
}

describe('the archive in an empty project', () => {
  let own: string;

  beforeAll(() => {
    own = project('lint', { 'server.js': SERVER, 'server.ts': TYPED });
    install(own, 'eslint@10', archive);
  }, 3 * MINUTES);

  it('lints JavaScript with ESLint 10 and a configuration of two lines', () => {
    const config = `import websocketLimits from '${pkg.name}';\nexport default [websocketLimits.configs.recommended];\n`;
    writeFileSync(path.join(own, 'eslint.config.js'), config);
    expect(config.trim().split('\n').length).toBeLessThanOrEqual(4);
    const { status, out } = run(own, 'npx', '--no-install', 'eslint', 'server.js');
    expect(out).toContain('5:1  error  No per-user connection limit detected.');
    expect(status).toBe(1);
  });

  it('brings no parser of TypeScript and no second ESLint', () => {
    const installed = readdirSync(path.join(own, 'node_modules'));
    expect(installed).toEqual(expect.arrayContaining(['eslint', pkg.name, 'oxc-parser']));
    expect(installed).not.toContain('typescript');
    // ESLint's own is older.
    expect(readdirSync(path.join(own, 'node_modules', pkg.name, 'node_modules'))).toEqual(['ignore']);
  });

  it('lints TypeScript as soon as there is a parser, with a configuration of four lines', () => {
    install(own, '@typescript-eslint/parser@8', 'typescript@6.0.3');
    const config = [
      `import websocketLimits from '${pkg.name}';`,
      "import parser from '@typescript-eslint/parser';",
      "const typed = { files: ['**/*.ts'], languageOptions: { parser } };",
      'export default [websocketLimits.configs.recommended, typed];',
    ];
    writeFileSync(path.join(own, 'eslint.config.js'), `${config.join('\n')}\n`);
    const { status, out } = run(own, 'npx', '--no-install', 'eslint', '.');
    expect(out.match(/5:1 {2}error {2}No per-user connection limit detected\./gu)).toHaveLength(2);
    expect(status).toBe(1);
  }, 3 * MINUTES);

  it('has its pages where the links of the rules lead', async () => {
    const { default: plugin } = (await import(path.join(own, 'node_modules', pkg.name, pkg.main))) as { default: { rules: Record<string, { meta: { docs: { url: string } } }> } };
    for (const { meta } of Object.values(plugin.rules)) expect(readFileSync(new URL(meta.docs.url), 'utf8')).toMatch(/^# /u);
  });
});

describe('the audit by npx', () => {
  const audit = (cwd: string, ...args: string[]): ReturnType<typeof run> => run(cwd, 'npx', '--yes', '--prefer-offline', `--package=${archive}`, pkg.name, ...args);

  it('judges a TypeScript repository that has no ESLint, no configuration and nothing installed', () => {
    const own = project('audited', { 'src/server.ts': TYPED, 'tsconfig.json': '{ "compilerOptions": { "strict": true } }\n' });
    const { status, out } = audit(own);
    expect(out).toContain('No per-user connection limit detected. A single user could theoretically open unlimited connections.');
    expect(out).toContain("src/server.ts:5:1  wss.on('connection'  ws");
    expect(out).not.toContain('\u001B[');
    expect(status).toBe(1);
    expect(readdirSync(own).sort()).toEqual(['package.json', 'src', 'tsconfig.json']);
  }, 3 * MINUTES);

  it('survives a reader that stops early', () => {
    const own = project('piped', { 'server.ts': TYPED });
    const { out } = run(own, 'sh', '-c', `npx --yes --prefer-offline --package='${archive}' ${pkg.name} --format json | head -c 10`);
    expect(out).toMatch(/^\{\n {2}"schem/u);
    expect(out).not.toContain('EPIPE');
  }, 3 * MINUTES);
});
