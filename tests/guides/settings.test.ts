import { afterAll, beforeAll, expect, test } from 'vitest';
import plugin from '../../src/index.js';
import { fenceOf, fencesOf, root } from './fences.js';
import { ScratchProject } from './scratch-project.js';

/** Configurations that the guides show for other versions than the one that is installed here first. */
const SERVER = fencesOf('README.md').find(({ language }) => language === 'js')?.code ?? '';
let project: ScratchProject;
beforeAll(() => {
  project = new ScratchProject();
  project.write('server.js', SERVER);
});
afterAll(() => {
  project.remove();
});

test('the .eslintrc for ESLint 8 has the rules of `recommended`, and finds the server', () => {
  const { code } = fencesOf('docs/guides/versions.md').find((fence) => fence.code.includes('"plugins"')) ?? { code: '' };
  const { rules } = JSON.parse(code) as { rules: object };
  expect(rules).toEqual(plugin.configs.recommended.rules);
  project.write('.eslintrc.json', JSON.stringify({ ...(JSON.parse(code) as object), root: true, parserOptions: { ecmaVersion: 2022, sourceType: 'module' } }));
  const { status, stdout } = project.shell(`node ${root}/node_modules/eslint-8/bin/eslint.js server.js`, { ESLINT_USE_FLAT_CONFIG: 'false' });
  expect(status).toBe(1);
  expect(stdout).toContain('16:1  error  No per-user connection limit detected.');
});

test('the configuration with the parser of Babel finds the server, on ESLint 9', () => {
  project.write('eslint.config.js', fenceOf('docs/guides/versions.md', 'file', 'babel/eslint.config.js').code);
  const { status, stdout } = project.shell(`node ${root}/node_modules/eslint-9/bin/eslint.js server.js`);
  expect(status).toBe(1);
  expect(stdout).toContain('16:1  error  No per-user connection limit detected.');
});

test('a list of known problems takes errors, and leaves warnings as they are', () => {
  project.write('eslint.config.js', "import limits from 'eslint-plugin-websocket-limits';\nexport default [limits.configs.recommended, { rules: { 'websocket-limits/require-per-user-connection-limit': 'warn' } }];\n");
  project.shell('eslint server.js --suppress-all');
  expect(JSON.parse(project.read('eslint-suppressions.json'))).toEqual({});
  expect(project.shell('eslint server.js')).toMatchObject({ status: 0, stdout: expect.stringContaining('warning') as unknown });
});
