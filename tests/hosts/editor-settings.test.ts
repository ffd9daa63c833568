import { afterEach, expect, it } from 'vitest';
import { fencesOf } from '../guides/fences.js';
import { Editor } from './language-server.js';
import { CHAT } from './programs.js';
import { createWorkspace, type Workspace } from './workspace.js';

/** The settings that the guide about editors shows, in the language server that editors start. */
const GUIDE = 'docs/guides/editor.md';
const shown = fencesOf(GUIDE).filter(({ language }) => language === 'json').map(({ code }) => JSON.parse(code) as Readonly<Record<string, unknown>>);
const server = shown.find((settings) => 'validate' in settings) ?? {};
const customizations = shown.find((settings) => 'eslint.rules.customizations' in settings)?.['eslint.rules.customizations'];
const WARNING = 2;
const ERROR = 1;

let workspace: Workspace | undefined;
let editor: Editor | undefined;
afterEach(async () => {
  await editor?.quit();
  workspace?.remove();
});

async function severities(settings: object): Promise<unknown[]> {
  workspace = createWorkspace({ 'server.js': CHAT });
  editor = await Editor.start(workspace.folder, settings);
  await editor.open('server.js', CHAT);
  return (await editor.diagnostics('server.js')).map(({ severity }) => severity);
}

it('finds the server with the settings for editors that have none', async () => {
  expect(await severities(server)).toEqual([ERROR]);
});

it('shows yellow squiggles with the severity that is set for the editor alone', async () => {
  expect(customizations).toHaveLength(1);
  expect(await severities({ ...server, rulesCustomizations: customizations })).toEqual([WARNING]);
});
