import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { expect, it } from 'vitest';
import plugin from '../../src/index.js';

const linter = new Linter({ configType: 'flat' });
const CODE = `import { Server } from 'socket.io';

new Server(3000).on('connection', (socket) => socket.emit('welcome'));
`;
const idsIn = (filename: string): (string | undefined)[] =>
  linter.verify(CODE, [{ files: ['**/*.{ts,mts,cts}'], languageOptions: { parser } }, plugin.configs.strict], { filename }).map(({ messageId }) => messageId);

// What a declaration speaks of stands in the file that it was made of, and is judged there.
it.each(['server.d.ts', 'server.d.mts', 'server.d.cts'])('does not look at declarations: %s', (filename) => {
  expect(idsIn(filename)).toEqual([]);
});

it.each(['server.ts', 'server.mts', 'd.ts'])('looks at code: %s', (filename) => {
  expect(idsIn(filename)).toEqual(['missing']);
});
