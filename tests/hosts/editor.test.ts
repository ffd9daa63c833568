import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CodeAction, Diagnostic } from 'vscode-languageserver-protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Editor } from './language-server.js';
import { ANONYMOUS, CHAT, CLIENT_CHOOSES, connections, GUARD, GUARDED, HANDLER, IN_TWO_FILES, MIDDLEWARE, serverOf, SEVERAL_LINES, TYPED_CHAT, UNGUARDED } from './programs.js';
import { createWorkspace, root, type Workspace } from './workspace.js';

const RULE = 'websocket-limits/require-per-user-connection-limit';
const ERROR = 1;
const WARNING = 2;

const config = (name: string, more = ''): string => `import parser from '@typescript-eslint/parser';
import websocketLimits from 'eslint-plugin-websocket-limits';

export default [{ files: ['**/*.{js,ts}'], ...websocketLimits.configs.${name} }, { files: ['**/*.ts'], languageOptions: { parser } }${more}];
`;

describe.each(['eslint', 'eslint-9', 'eslint-8'])('an editor with %s', (engine) => {
  let workspace: Workspace;
  let editor: Editor;
  let projects = 0;

  beforeAll(async () => {
    workspace = createWorkspace({}, { eslint: engine, '@typescript-eslint/parser': '@typescript-eslint/parser' });
    editor = await Editor.start(workspace.folder);
  });
  afterAll(async () => {
    const code = await editor.quit();
    workspace.remove();
    expect(code).toBe(0);
  });

  /** A program of its own in the folder that is open. Gives the path of a file in it. */
  function project(files: Readonly<Record<string, string>>): (name: string) => string {
    projects += 1;
    const inside = (name: string): string => `chat-${String(projects)}/${name}`;
    const all = { 'package.json': '{ "type": "module" }', 'eslint.config.js': config('recommended'), ...files };
    for (const [name, text] of Object.entries(all)) workspace.write(inside(name), text);
    return inside;
  }
  async function opened(text: string, name = 'server.js', files: Readonly<Record<string, string>> = {}): Promise<string> {
    const file = project({ [name]: text, ...files })(name);
    await editor.open(file, text);
    return file;
  }
  async function onlyDiagnostic(file: string): Promise<Diagnostic> {
    const [diagnostic, ...more] = await editor.diagnostics(file);
    if (!diagnostic || more.length > 0) throw new Error(`One diagnostic was expected in ${file}, not ${diagnostic ? String(more.length + 1) : 'none'}.`);
    return diagnostic;
  }
  async function entry(file: string, title: RegExp): Promise<CodeAction> {
    const entries = await editor.lightBulb(file, await onlyDiagnostic(file));
    const found = entries.filter((action) => title.test(action.title));
    const [action] = found;
    if (!action || found.length > 1) throw new Error(`One entry like ${String(title)} was expected among: ${entries.map((one) => one.title).join(', ')}`);
    return action;
  }
  const codes = async (file: string): Promise<unknown[]> => (await editor.diagnostics(file)).map(({ code }) => code);

  it('is served by that version', async () => {
    await editor.diagnostics(await opened(CHAT));
    expect(editor.library).toBe(path.join(root, 'node_modules', engine, 'lib/api.js'));
  });

  it('shows what is wrong, with the name of the rule', async () => {
    const { source, code, severity, message } = await onlyDiagnostic(await opened(CHAT));
    expect({ source, code, severity }).toEqual({ source: 'eslint', code: RULE, severity: ERROR });
    expect(message).toContain('No per-user connection limit detected. A single user could theoretically open unlimited connections.');
  });

  it('shows a warning as a warning', async () => {
    const { code, severity } = await onlyDiagnostic(await opened(CLIENT_CHOOSES));
    expect({ code, severity }).toEqual({ code: 'websocket-limits/no-untrusted-limit-key', severity: WARNING });
  });

  it('shows the severity that the project has chosen', async () => {
    const file = await opened(CHAT, 'server.js', { 'eslint.config.js': config('recommended', `, { rules: { '${RULE}': 'warn' } }`) });
    expect((await onlyDiagnostic(file)).severity).toBe(WARNING);
  });

  it.each([
    ['server.js', ANONYMOUS, "io.on('connection'"],
    ['several-lines.js', ANONYMOUS.replace("io.on('connection', (socket)", "io\n  .of('/news')\n  .on('connection', (socket)"), ".on('connection'"],
    ['ws.js', "import { WebSocketServer } from 'ws';\n\nconst wss = new WebSocketServer({ port: 8080 });\nwss.on('connection', (socket) => socket.send('welcome'));\n", "wss.on('connection'"],
    ['astral.js', ANONYMOUS.replace("io.on('", "/* 😀 */ io.on('"), "io.on('connection'"],
    [
      'gateway.ts',
      "import { WebSocketGateway, SubscribeMessage } from '@nestjs/websockets';\n\n@WebSocketGateway()\nexport class ChatGateway {\n  @SubscribeMessage('hello')\n  hello() {\n    return 'world';\n  }\n}\n",
      '@WebSocketGateway()\nexport class ChatGateway',
    ],
  ])('underlines the registration in %s, and no more', async (name, text, underlined) => {
    const file = await opened(text, name);
    expect(editor.text(file, (await onlyDiagnostic(file)).range)).toBe(underlined);
  });

  it('links the page of the rule, which is in the package', async () => {
    const file = await opened(CHAT);
    const { codeDescription } = await onlyDiagnostic(file);
    const page = fileURLToPath(codeDescription?.href ?? '');
    expect(readFileSync(page, 'utf8')).toContain(RULE.replace('websocket-limits/', ''));
    expect(packed()).toContain(path.relative(root, page).replaceAll(path.sep, '/'));

    await editor.choose(await entry(file, /^Show documentation/u));
    expect(editor.shownPages.splice(0)).toEqual([codeDescription?.href]);
  });

  it('inserts the guard by quick fix', async () => {
    const file = await opened(CHAT);
    const fix = await entry(file, /^Fix this .*problem$/u);
    expect(fix.isPreferred).toBe(true);
    await editor.choose(fix);
    expect(editor.text(file)).toContain('const MAX_CONNECTIONS_PER_USER = 3;');
    expect(await editor.diagnostics(file)).toEqual([]);
  });

  it('inserts the guard on save', async () => {
    const file = await opened(CHAT);
    await editor.fixOnSave(file);
    expect(editor.text(file)).toContain('const MAX_CONNECTIONS_PER_USER = 3;');
    expect(await editor.diagnostics(file)).toEqual([]);
    const once = editor.text(file);
    await editor.fixOnSave(file);
    expect(editor.text(file)).toBe(once);
  });

  it('changes nothing on save where only a suggestion is possible', async () => {
    const file = await opened(ANONYMOUS);
    await editor.fixOnSave(file);
    expect(editor.text(file)).toBe(ANONYMOUS);
    expect(await codes(file)).toEqual([RULE]);
  });

  it('inserts the guard by a suggestion', async () => {
    const file = await opened(ANONYMOUS);
    await editor.choose(await entry(file, /^Insert a limit of 3 connections per user, counted by `socket\.data\.userId`\./u));
    expect(editor.text(file)).toContain('const MAX_CONNECTIONS_PER_USER = 3;');
    expect(await editor.diagnostics(file)).toEqual([]);
  });

  it('keeps the line ends of the file', async () => {
    const file = await opened(CHAT.replaceAll('\n', '\r\n'));
    await editor.fixOnSave(file);
    expect(editor.text(file)).toContain('const MAX_CONNECTIONS_PER_USER = 3;\r\n');
    expect(editor.text(file)).not.toMatch(/(?<!\r)\n/u);
    expect(await editor.diagnostics(file)).toEqual([]);
  });

  it('is quiet on a line where the rule is disabled', async () => {
    const file = await opened(CHAT);
    await editor.choose(await entry(file, /^Disable .* for this line$/u));
    expect(editor.text(file)).toContain(`// eslint-disable-next-line ${RULE}\nio.on('connection'`);
    expect(await editor.diagnostics(file)).toEqual([]);
  });

  it('judges what is typed, before it is saved', async () => {
    const file = await opened(GUARDED);
    expect(await codes(file)).toEqual([]);
    await editor.type(file, UNGUARDED);
    expect(await codes(file)).toEqual([RULE]);
    await editor.type(file, GUARDED);
    expect(await codes(file)).toEqual([]);
    expect(workspace.read(file)).toBe(GUARDED);
  });

  it('keeps answering while the text does not parse', async () => {
    const file = await opened(CHAT);
    await editor.type(file, CHAT.replace('new Server(3000)', 'new Server('));
    const { code, message } = await onlyDiagnostic(file);
    expect(code).toBeUndefined();
    expect(message).toMatch(/^Parsing error: /u);
    await editor.type(file, CHAT);
    expect(await codes(file)).toEqual([RULE]);
  });

  it('sees that another file has changed on disk', async () => {
    const inside = project({ 'server.js': IN_TWO_FILES, 'connections.js': connections(GUARD) });
    const file = inside('server.js');
    await editor.open(file, IN_TWO_FILES);
    expect(await codes(file)).toEqual([]);
    workspace.write(inside('connections.js'), connections(''));
    expect(await codes(file)).toEqual([RULE]);
    workspace.write(inside('connections.js'), connections(GUARD));
    expect(await codes(file)).toEqual([]);
  });

  it('sees that the file that makes the server has changed on disk', async () => {
    const inside = project({ 'chat.js': HANDLER, 'server.js': serverOf(MIDDLEWARE), 'connections.js': connections(GUARD) });
    await editor.open(inside('chat.js'), HANDLER);
    expect(await codes(inside('chat.js'))).toEqual([]);
    workspace.write(inside('server.js'), serverOf(''));
    expect(await codes(inside('chat.js'))).toEqual([RULE]);
    workspace.write(inside('server.js'), serverOf(MIDDLEWARE));
    expect(await codes(inside('chat.js'))).toEqual([]);
  });

  it('does not know what is typed in another file until it is saved', async () => {
    const inside = project({ 'server.js': IN_TWO_FILES, 'connections.js': connections(GUARD) });
    await editor.open(inside('server.js'), IN_TWO_FILES);
    await editor.open(inside('connections.js'), connections(''));
    expect(await codes(inside('server.js'))).toEqual([]);
    workspace.write(inside('connections.js'), connections(''));
    expect(await codes(inside('server.js'))).toEqual([RULE]);
  });

  it('judges a new file that is not on disk yet', async () => {
    const file = project({})('new.js');
    await editor.open(file, CHAT);
    await editor.choose(await entry(file, /^Fix this .*problem$/u));
    expect(await editor.diagnostics(file)).toEqual([]);
  });

  it.each([
    ["{ settings: { 'websocket-limits': { identity: 'socket.data.user.id' } } }", "settings['websocket-limits'].identity must be an array of strings"],
    [`{ rules: { '${RULE}': ['error', { limit: 0 }] } }`, 'Value 0 should be >= 1.'],
  ])('tells what is wrong with %s, instead of being silent', async (setting, expected) => {
    const file = await opened(CHAT, 'server.js', { 'eslint.config.js': config('recommended', `, ${setting}`) });
    await expect(editor.diagnostics(file)).rejects.toThrow(expected);
  });

  it('does the same for TypeScript', async () => {
    const file = await opened(TYPED_CHAT, 'server.ts');
    const diagnostic = await onlyDiagnostic(file);
    expect(diagnostic.code).toBe(RULE);
    expect(editor.text(file, diagnostic.range)).toBe("io.on('connection'");
    await editor.fixOnSave(file);
    expect(editor.text(file)).toMatch(/^const connectionsPerUser = new Map<.+>\(\);$/mu);
    expect(await editor.diagnostics(file)).toEqual([]);
  });

  it('says each thing on one line, also about code on several', async () => {
    const file = await opened(SEVERAL_LINES, 'server.js', { 'eslint.config.js': config('audit') });
    const diagnostics = await editor.diagnostics(file);
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(
      new Set([RULE, 'websocket-limits/report-connection-limit', 'websocket-limits/no-untrusted-limit-key', 'websocket-limits/require-connection-release']),
    );
    const entries = (await Promise.all(diagnostics.map(async (diagnostic) => editor.lightBulb(file, diagnostic)))).flat();
    for (const text of [...diagnostics.map(({ message }) => message), ...entries.map(({ title }) => title)]) expect(text).not.toMatch(/[\r\n]/u);
  });
});

let files: readonly string[] | undefined;
/** What a user gets who installs the package. */
function packed(): readonly string[] {
  if (!files) {
    const output = execFileSync('npm pack --dry-run --json --ignore-scripts', { cwd: root, encoding: 'utf8', shell: true, stdio: 'pipe' });
    const [archive] = JSON.parse(output) as [{ files: { path: string }[] }];
    files = archive.files.map((file) => file.path);
  }
  return files;
}
