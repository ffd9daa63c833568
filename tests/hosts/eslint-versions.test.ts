import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const require = createRequire(import.meta.url);
const root = path.resolve(import.meta.dirname, '../..');
let folder: string;

const SERVER = `const { Server } = require('socket.io');
const { verifyToken } = require('./auth.js');
const io = new Server(3000);

io.use((socket, next) => {
  const user = verifyToken(socket.handshake.auth.token);
  socket.data.userId = user.id;
  next();
});
io.on('connection', (socket) => socket.emit('welcome'));
`;

beforeAll(() => {
  folder = mkdtempSync(path.join(root, 'node_modules/.cache-eslint-versions-'));
  writeFileSync(path.join(folder, 'server.js'), SERVER);
  writeFileSync(path.join(folder, 'eslint.config.js'), `const plugin = require(${JSON.stringify(path.join(root, 'dist/index.js'))});\nmodule.exports = [plugin.configs.audit];\n`);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function lint(engine: string, ...flags: string[]): { messageId: string; fix?: object }[] {
  const bin = path.join(path.dirname(require.resolve(`${engine}/package.json`)), 'bin/eslint.js');
  const args = [bin, ...flags, '--format', 'json', 'server.js'];
  let output: string;
  try {
    output = execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, ESLINT_USE_FLAT_CONFIG: 'true' } });
  } catch (error) {
    output = (error as { stdout: string }).stdout;
  }
  const [result] = JSON.parse(output) as { messages: { messageId: string; fix?: object }[] }[];
  return result?.messages ?? [];
}

// A CommonJS configuration, on every major version that is supported.
describe.each(['eslint-8', 'eslint-9', 'eslint'])('%s', (engine) => {
  it('reports the server without a limit, with a fix', () => {
    const [message, ...more] = lint(engine);
    expect(message?.messageId).toBe('missing');
    expect(message?.fix).toBeDefined();
    expect(more).toEqual([]);
  });

  it('reports what is enforced once the fix is applied', () => {
    expect(lint(engine, '--fix-dry-run').map(({ messageId }) => messageId)).toEqual(['enforced']);
  });
});
