import { expect, it } from 'vitest';
import { enforced as inProgram, lintProgram } from '../link/program.js';
import { enforced, example, fails, passes, testExamples } from '../rules/guards/examples.js';

// Meteor's packages are not on npm: nothing here is held against them.
const guard = (key: string, refuse = 'connection.close()'): string => `import { Meteor } from 'meteor/meteor';
import { userOf } from './users.js';
const open = new Map();
Meteor.onConnection((connection) => {
  const user = userOf(connection);
  const mine = open.get(${key}) ?? new Set();
  if (mine.size >= 3) return ${refuse};
  open.set(${key}, mine.add(connection.id));
  connection.onClose(() => mine.delete(connection.id));
});`;
const login = `import { Accounts } from 'meteor/accounts-base';
const open = new Map();
Accounts.onLogin(({ connection, user }) => {
  const mine = open.get(user._id) ?? new Set();
  if (mine.size >= 3) return connection.close();
  open.set(user._id, mine.add(connection.id));
  connection.onClose(() => mine.delete(connection.id));
});`;
const bare = "import { Meteor } from 'meteor/meteor';\nMeteor.onConnection(connected);\nfunction connected(connection) {\n  console.log(connection.clientAddress);\n}";

testExamples('Meteor', [
  example('a handler', fails('missing', 'Meteor.onConnection(connected'), bare),
  example('without an import', fails('missing', 'Meteor.onConnection(connected'), bare.replace("import { Meteor } from 'meteor/meteor';\n", '')),
  example('a guard', { ...enforced(3), line: 'Meteor.onConnection(' }, guard('user.id')),
  example('a guard that only logs', { ...fails('notRejected'), line: 'Meteor.onConnection(' }, guard('user.id', "console.log('full')")),
  example('a guard by the address', { ...fails('perAddressOnly'), line: 'Meteor.onConnection(' }, guard('connection.clientAddress')),
  example('a guard by the connection', { ...fails('perConnection'), line: 'Meteor.onConnection(' }, guard('connection.id')),
  example('a guard by what the client sends passes', { ...passes(), line: 'Meteor.onConnection(' }, guard("connection.httpHeaders['x-user']")),
  example('a look-alike', [], "import { Meteor } from './space.js';\nMeteor.onConnection((rock) => rock.close());"),
]);

it('is guarded where users log in', () => {
  expect(lintProgram({ 'server/main.js': bare, 'server/limits.js': login })).toEqual([inProgram(3)]);
});
