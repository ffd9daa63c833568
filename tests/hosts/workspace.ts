import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

const PLUGIN = 'eslint-plugin-websocket-limits';
const MANIFEST = '{ "name": "chat", "type": "module" }';
const CONFIG = `import websocketLimits from '${PLUGIN}';

export default [websocketLimits.configs.recommended];
`;

/** A project of somebody else, with this package and its neighbours installed. */
export interface Workspace {
  readonly folder: string;
  read(name: string): string;
  write(name: string, text: string): void;
  remove(): void;
}

/**
 * Makes a project in a folder of its own, outside of this repository. `installed` is what lies in its node_modules, by the
 * name it has there, with the package of ours that it is: `{ eslint: 'eslint-8' }`.
 */
export function createWorkspace(files: Readonly<Record<string, string>>, installed: Readonly<Record<string, string>> = { eslint: 'eslint' }): Workspace {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'chat-')));
  const workspace: Workspace = {
    folder,
    read: (name) => readFileSync(path.join(folder, name), 'utf8'),
    write: (name, text) => {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
  for (const [name, text] of Object.entries({ 'package.json': MANIFEST, 'eslint.config.js': CONFIG, ...files })) workspace.write(name, text);
  link(folder, PLUGIN, root);
  for (const [name, source] of Object.entries(installed)) link(folder, name, path.join(root, 'node_modules', source));
  return workspace;
}

function link(folder: string, name: string, target: string): void {
  const place = path.join(folder, 'node_modules', name);
  mkdirSync(path.dirname(place), { recursive: true });
  symlinkSync(realpathSync(target), place, 'junction');
}
