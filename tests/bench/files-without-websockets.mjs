// What the plugin costs on files that name no websocket library: visits of the syntax tree, which must be none, and time
// against one rule that does nothing. Run `npm run build` first, then `npm run bench`.
import { Linter } from 'eslint';
import plugin from '../../dist/index.js';

const FILES = 150;
const ROUNDS = 7;

/** A module of about 120 lines, like those of any application; every one different. */
function source(number) {
  const functions = Array.from(
    { length: 12 },
    (_, index) => `
export async function load${String(number)}x${String(index)}(id, options = {}) {
  const { limit = ${String(index + 3)}, connection } = options;
  const rows = await connection.query('select * from table${String(index)} where id = ?', [id]);
  if (rows.length >= limit) {
    throw new Error('too many rows');
  }
  return rows.map((row) => ({ ...row, at: Date.now() }));
}
`,
  );
  return `import { readFile } from 'node:fs/promises';\n${functions.join('')}`;
}

let visits = 0;
const counted = Object.fromEntries(
  Object.entries(plugin.rules).map(([name, rule]) => [
    name,
    {
      ...rule,
      create(context) {
        const listeners = rule.create(context);
        return Object.fromEntries(
          Object.entries(listeners).map(([selector, listen]) => [
            selector,
            (...nodes) => {
              visits += 1;
              listen(...nodes);
            },
          ]),
        );
      },
    },
  ]),
);
const noOp = { rules: { nothing: { meta: { type: 'problem', schema: [] }, create: () => ({}) } } };
const levels = Object.fromEntries(Object.keys(plugin.rules).map((name) => [`websocket-limits/${name}`, 2]));

const linter = new Linter();
const texts = Array.from({ length: FILES }, (_, number) => source(number));
const lint = (config) => {
  const start = process.cpuUsage();
  for (const text of texts) linter.verify(text, [config], { filename: 'file.js' });
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
};
const ours = { plugins: { 'websocket-limits': plugin }, rules: levels };
const floor = { plugins: { floor: noOp }, rules: { 'floor/nothing': 2 } };

lint({ plugins: { 'websocket-limits': { rules: counted } }, rules: levels });
console.log(`visits of the syntax tree in ${String(FILES)} files without a websocket library: ${String(visits)}`);

const ratios = [];
for (let round = 0; round < ROUNDS; round += 1) ratios.push(lint(ours) / lint(floor));
ratios.sort((a, b) => a - b);
const median = ratios[Math.floor(ROUNDS / 2)];
console.log(`CPU time of ${String(Object.keys(levels).length)} rules against one rule that does nothing: ${median.toFixed(3)} (${ratios[0].toFixed(3)} to ${ratios.at(-1).toFixed(3)}, ${String(ROUNDS)} rounds in turn)`);
process.exitCode = visits === 0 ? 0 : 1;
