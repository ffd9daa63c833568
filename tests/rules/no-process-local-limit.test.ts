import { describe, expect, it } from 'vitest';
import { type Files, lintProgram, withProgram } from '../link/program.js';

const RULE = 'no-process-local-limit:multiProcess';
const found = (files: Files, path?: string): string[] => lintProgram(files, path).filter((report) => report.startsWith('no-process-local-limit'));

const guard = (name: string, after = ''): string => `
const ${name} = new Map();
function serve(http) {
  const wss = new WebSocketServer({ server: http });
  wss.on('connection', (ws, request) => {
    const { sub } = jwt.verify(request.headers.authorization, KEY);
    const mine = ${name}.get(sub) ?? new Set();
    if (mine.size >= 3) return ws.close(1013);
    ${name}.set(sub, mine.add(ws));
    ws.on('close', () => mine.delete(ws));
  });
}
${after}
`;
const WS = `import { WebSocketServer } from 'ws';\n`;

describe('no-process-local-limit', () => {
  it('fork', () => {
    expect(found({ 'server.js': `${WS}import cluster from 'node:cluster';\nimport os from 'node:os';\n${guard('open', 'if (cluster.isPrimary) {\n  for (let i = 0; i < os.cpus().length; i++) cluster.fork();\n} else {\n  serve(http);\n}')}` })).toEqual([RULE]);
  });
  it('fork elsewhere', () => {
    expect(found({ 'server.js': `${WS}${guard('open', 'export { serve };')}`, 'cluster.js': `import cluster from 'cluster';\nif (cluster.isPrimary) {\n  os.cpus().forEach(() => cluster.fork());\n} else {\n  await import('./server.js');\n}` })).toEqual([RULE]);
  });
  it('ecosystem', () => {
    expect(found({ 'server.js': `${WS}${guard('open', 'serve(http)')}`, 'ecosystem.config.js': `module.exports = { apps: [{ name: 'chat', script: './server.js', instances: 'max', exec_mode: 'cluster' }] };` })).toEqual([RULE]);
  });
});
