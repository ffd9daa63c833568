import { afterEach, describe, expect, it } from 'vitest';
import { Project } from './project.js';
import { SERVER } from './sample.js';

let project: Project;
afterEach(() => {
  project.remove();
});

/** Says what Deno gives a rule. */
const GIVEN = `export default { name: 'given', rules: { all: {
  create: (context) => ({
    Program(node) {
      const { sourceCode } = context;
      const has = [context.options, context.settings, sourceCode.getScope, sourceCode.scopeManager].map((value) => value !== undefined);
      context.report({ node, message: 'options, settings, getScope, scopeManager: ' + has.join() });
    },
  }),
} } };
`;
const OURS = `import plugin from 'eslint-plugin-websocket-limits';
export default { name: 'websocket-limits', rules: plugin.rules };
`;
const CONFIG = JSON.stringify({ nodeModulesDir: 'manual', lint: { plugins: ['./plugin.js'], rules: { tags: [] } } });

async function denoLint(plugin: string): Promise<string> {
  project = new Project({ 'server.js': SERVER, 'plugin.js': plugin, 'deno.json': CONFIG });
  const { stdout, stderr } = await project.run('deno/bin.cjs', ['lint', 'server.js'], { NO_COLOR: '1' });
  return stdout + stderr;
}

// When this fails, Deno has learnt something: see what it is, and docs/other-linters.md.
describe('deno lint', () => {
  it('gives rules neither scopes nor options nor settings', async () => {
    expect(await denoLint(GIVEN)).toContain('options, settings, getScope, scopeManager: false,false,false,false');
  });

  it('therefore cannot run ours', async () => {
    expect(await denoLint(OURS)).toMatch(/Error linting: .*server\.js\s+Uncaught TypeError/u);
  });
});
