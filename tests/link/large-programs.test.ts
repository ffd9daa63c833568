import { Linter } from 'eslint';
import { expect, it } from 'vitest';
import plugin from '../../src/index.js';
import { remove, writeServers } from '../bench/programs/write-program.js';

const NAMESPACE = 'websocket-limits';
const linter = (cwd: string): Linter => new Linter({ configType: 'flat', cwd });

// Many services, each with a limit of the same name: more than is read of one program.
it('says nothing of a limit whose readers may lie in what was not read', () => {
  const program = writeServers(150);
  try {
    const own: Linter.Config = { plugins: { [NAMESPACE]: plugin }, rules: { [`${NAMESPACE}/no-unenforced-limit-config`]: 'error', [`${NAMESPACE}/require-per-user-connection-limit`]: 'error' } };
    const files = [...program.files].filter(([file]) => /[\\/]s\d[\\/](?:limits|server)\.js$/u.test(file));
    expect(files.length).toBeGreaterThan(10);
    const reports = files.flatMap(([filename, text]) => linter(program.root).verify(text, [own], { filename }).map(({ messageId, message }) => `${filename}: ${messageId ?? message}`));
    expect(reports).toEqual([]);
  } finally {
    remove(program);
  }
});
