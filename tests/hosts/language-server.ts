import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as lsp from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

const require = createRequire(import.meta.url);
const SERVER = path.join(path.dirname(require.resolve('vscode-langservers-extracted/package.json')), 'lib/eslint-language-server/eslintServer.js');

/** What VS Code sends when the user has set nothing. Without one of these, the server finds nothing or fails. */
const SETTINGS = {
  validate: 'on',
  useFlatConfig: true,
  experimental: {},
  codeAction: { disableRuleComment: { enable: true, location: 'separateLine', commentStyle: 'line' }, showDocumentation: { enable: true } },
  codeActionOnSave: { mode: 'all' },
  rulesCustomizations: [],
  problems: { shortenToSingleLine: false },
  nodePath: null,
};

const CAPABILITIES: lsp.ClientCapabilities = {
  workspace: { configuration: true, applyEdit: true, workspaceFolders: true, diagnostics: { refreshSupport: true } },
  textDocument: {
    diagnostic: { dynamicRegistration: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source', 'source.fixAll'] } } },
  },
};

const LANGUAGES: Readonly<Record<string, string>> = { '.js': 'javascript', '.ts': 'typescript', '.mts': 'typescript', '.cjs': 'javascript' };

/** `eslint/status` of the server: 1 is ok, 2 a warning, 3 an error. */
const OK = 1;

/** An editor with the ESLint language server of VS Code behind it, and what a person does in it. */
export class Editor {
  /** What the server has asked the editor to show in a browser. */
  readonly shownPages: string[] = [];
  /** The ESLint that the server has found for the folder. */
  library: string | undefined;
  private readonly child: ChildProcess;
  private readonly connection: lsp.ProtocolConnection;
  private readonly documents = new Map<string, TextDocument>();
  /** What went wrong in the server. It answers that there are no problems then, and tells the user elsewhere. */
  private readonly failures: string[] = [];

  private readonly workspaceFolder: lsp.WorkspaceFolder;

  private readonly settings: object;

  private constructor(folder: string, settings: object) {
    this.settings = settings;
    this.workspaceFolder = { name: path.basename(folder), uri: pathToFileURL(folder).href };
    // It runs ESLint in a process, and with a working directory, of its own.
    const child = spawn(process.execPath, [SERVER, '--stdio'], { stdio: 'pipe' });
    child.stderr.on('data', (chunk: Buffer) => this.failures.push(chunk.toString()));
    this.child = child;
    this.connection = lsp.createProtocolConnection(child.stdout, child.stdin);
    this.answerServer();
    this.connection.listen();
  }

  /** Opens a folder, with the settings that VS Code has, or others. */
  static async start(folder: string, settings: object = SETTINGS): Promise<Editor> {
    const editor = new Editor(folder, settings);
    const { capabilities } = await editor.connection.sendRequest(lsp.InitializeRequest.type, {
      processId: process.pid,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- the type still asks for it
      rootUri: null,
      workspaceFolders: [editor.workspaceFolder],
      capabilities: CAPABILITIES,
    });
    // Nothing is pushed by a server that offers this.
    if (!capabilities.diagnosticProvider) throw new Error('The server cannot be asked for diagnostics.');
    await editor.connection.sendNotification(lsp.InitializedNotification.type, {});
    return editor;
  }

  /** Opens a file with the text it is said to have, or has on disk. */
  async open(name: string, text: string): Promise<void> {
    const uri = this.uriOf(name);
    const document = TextDocument.create(uri, LANGUAGES[path.extname(name)] ?? 'plaintext', 1, text);
    this.documents.set(uri, document);
    await this.connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId: document.languageId, version: 1, text } });
  }

  /** Types: the whole text is new, nothing is saved. */
  async type(name: string, text: string): Promise<void> {
    const { uri, version } = this.document(name);
    await this.change(uri, version + 1, text);
  }

  /** What the editor shows of the file. */
  text(name: string, range?: lsp.Range): string {
    return this.document(name).getText(range);
  }

  /** The squiggles in an open file. */
  async diagnostics(name: string): Promise<lsp.Diagnostic[]> {
    const textDocument = { uri: this.uriOf(name) };
    const report = await this.connection.sendRequest(lsp.DocumentDiagnosticRequest.type, { textDocument, identifier: 'eslint' });
    if (this.failures.length > 0) throw new Error(this.failures.splice(0).join('\n'));
    if (report.kind !== 'full') throw new Error(`A full report was expected, not "${report.kind}".`);
    return report.items;
  }

  /** The light bulb at a squiggle. */
  async lightBulb(name: string, diagnostic: lsp.Diagnostic): Promise<lsp.CodeAction[]> {
    return this.codeActions(name, diagnostic.range, { diagnostics: [diagnostic], triggerKind: lsp.CodeActionTriggerKind.Invoked });
  }

  /** Saves with `"editor.codeActionsOnSave": { "source.fixAll.eslint": "always" }`, as far as the text goes. */
  async fixOnSave(name: string): Promise<void> {
    const end = this.document(name).positionAt(Infinity);
    const range = { start: { line: 0, character: 0 }, end };
    for (const { edit } of await this.codeActions(name, range, { diagnostics: [], only: ['source.fixAll.eslint'], triggerKind: lsp.CodeActionTriggerKind.Automatic })) {
      await this.applyEdit(edit);
    }
  }

  /** Chooses an entry of the light bulb. */
  async choose(action: lsp.CodeAction): Promise<void> {
    await this.applyEdit(action.edit);
    if (action.command) await this.connection.sendRequest(lsp.ExecuteCommandRequest.type, action.command);
  }

  /** Ends the server as an editor does, and gives its exit code. */
  async quit(): Promise<number | null> {
    const exited = once(this.child, 'exit') as Promise<[number | null]>;
    await this.connection.sendRequest(lsp.ShutdownRequest.type);
    await this.connection.sendNotification(lsp.ExitNotification.type);
    const [code] = await exited;
    this.connection.dispose();
    return code;
  }

  private answerServer(): void {
    const { connection } = this;
    connection.onRequest(lsp.ConfigurationRequest.type, ({ items }) =>
      items.map(() => ({ ...this.settings, workspaceFolder: this.workspaceFolder })),
    );
    connection.onRequest(lsp.RegistrationRequest.type, () => undefined);
    connection.onRequest(lsp.DiagnosticRefreshRequest.type, () => undefined);
    connection.onRequest(lsp.ApplyWorkspaceEditRequest.type, async ({ edit }) => {
      await this.applyEdit(edit);
      return { applied: true };
    });
    connection.onRequest('eslint/openDoc', ({ url }: { url: string }) => {
      this.shownPages.push(url);
      return {};
    });
    for (const question of ['eslint/noConfig', 'eslint/noLibrary', 'eslint/probeFailed']) {
      connection.onRequest(question, (params: unknown) => {
        this.failures.push(`${question} ${JSON.stringify(params)}`);
        return {};
      });
    }
    connection.onNotification('eslint/status', ({ state }: { state: number }) => {
      if (state !== OK) this.failures.push(`ESLint is in state ${state}.`);
    });
    connection.onNotification(lsp.LogMessageNotification.type, ({ type, message }) => {
      if (type === lsp.MessageType.Error) this.failures.push(message);
      this.library ??= /^ESLint library loaded from: (?<file>.+)$/u.exec(message)?.groups?.['file'];
    });
    connection.onNotification(lsp.ShowMessageNotification.type, ({ message }) => {
      this.failures.push(message);
    });
  }

  private async codeActions(name: string, range: lsp.Range, context: lsp.CodeActionContext): Promise<lsp.CodeAction[]> {
    const actions = await this.connection.sendRequest(lsp.CodeActionRequest.type, { textDocument: { uri: this.uriOf(name) }, range, context });
    return (actions ?? []).filter((action) => lsp.CodeAction.is(action));
  }

  /** Only for the text that is open: an editor refuses an edit that was made for an older one. */
  private async applyEdit(edit: lsp.WorkspaceEdit | undefined): Promise<void> {
    for (const change of edit?.documentChanges ?? []) {
      if (!lsp.TextDocumentEdit.is(change)) throw new Error('Files are not to be made, moved or deleted.');
      const { uri, version } = change.textDocument;
      const document = this.documents.get(uri);
      if (document?.version !== version) throw new Error(`The edit is for version ${String(version)} of ${uri}.`);
      const edits = change.edits.filter((one) => lsp.TextEdit.is(one));
      await this.change(uri, version + 1, TextDocument.applyEdits(document, edits));
    }
  }

  private async change(uri: string, version: number, text: string): Promise<void> {
    const document = this.documents.get(uri);
    if (!document) throw new Error(`${uri} is not open.`);
    const contentChanges = [{ text }];
    this.documents.set(uri, TextDocument.update(document, contentChanges, version));
    await this.connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, { textDocument: { uri, version }, contentChanges });
  }

  private document(name: string): TextDocument {
    const document = this.documents.get(this.uriOf(name));
    if (!document) throw new Error(`${name} is not open.`);
    return document;
  }

  private uriOf(name: string): string {
    return `${this.workspaceFolder.uri}/${name}`;
  }
}
