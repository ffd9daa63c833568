import { describe, expect, it } from 'vitest';
import { type Case, enforced, fails, lintProgram, lintWithAndWithout } from './program.js';

/** Who connects: a token that is verified. */
const AUTH = `
const jwt = require('jsonwebtoken');
exports.userOf = (request) => jwt.verify(request.headers.authorization, process.env.SECRET).sub;
`;
/** The body of a method that counts and decides. */
const ADMIT = `(user, ws) {
  var mine = this.open.get(user) || new Set();
  if (mine.size >= 3) return false;
  this.open.set(user, mine.add(ws));
  ws.on('close', function () {
    mine.delete(ws);
  });
  return true;
}`;
const CONSTRUCTOR = `function Registry() {\n  this.open = new Map();\n}\n`;
/** A server that asks a registry of another file. */
const guard = (name: string, registry: string, registryOf = `var Registry = require('./registry');\nvar registry = new Registry();`): Case => [
  name,
  {
    'server.cjs': `
var { WebSocketServer } = require('ws');
var { userOf } = require('./auth.cjs');
${registryOf.replace("'./registry'", "'./registry.cjs'")}
var wss = new WebSocketServer({ port: 8080 });
wss.on('connection', function (ws, request) {
  if (!registry.admit(userOf(request), ws)) return ws.close(1013, 'too many connections');
  ws.on('message', function (data) { ws.send(data); });
});
`,
    'auth.cjs': AUTH,
    'registry.cjs': registry,
  },
];

function testBoth(theme: string, cases: readonly Case[]): void {
  describe(theme, () => {
    it.each(cases)('%s', (_, files) => {
      expect(lintWithAndWithout(files)).toEqual([[enforced(3)], [fails('missing')]]);
    });
  });
}

testBoth('a guard that is put on a prototype', [
  guard('by itself', `${CONSTRUCTOR}Registry.prototype.admit = function ${ADMIT};\nmodule.exports = Registry;`),
  guard('by its name', `${CONSTRUCTOR}Registry.prototype.admit = admit;\nfunction admit${ADMIT}\nmodule.exports = Registry;`),
  guard('of a function in a variable', `const Registry = ${CONSTRUCTOR.replace('function Registry', 'function ')};\nRegistry.prototype.admit = function ${ADMIT};\nmodule.exports = Registry;`),
  guard('of a function that is exported where it stands', `exports.Registry = ${CONSTRUCTOR};\nexports.Registry.prototype.admit = function ${ADMIT};`, `var { Registry } = require('./registry');\nvar registry = new Registry();`),
  guard('with the whole of it', `${CONSTRUCTOR}Registry.prototype = {\n  constructor: Registry,\n  admit: function ${ADMIT},\n};\nmodule.exports = Registry;`),
  guard('by Object.assign', `${CONSTRUCTOR}Object.assign(Registry.prototype, {\n  admit${ADMIT},\n});\nmodule.exports = Registry;`),
  guard('by another name of it', `${CONSTRUCTOR}var proto = Registry.prototype;\nproto.admit = function ${ADMIT};\nmodule.exports = Registry;`),
  guard('of a class', `class Registry {\n  constructor() {\n    this.open = new Map();\n  }\n}\nRegistry.prototype.admit = function ${ADMIT};\nmodule.exports = Registry;`),
  guard('and called by another method', `${CONSTRUCTOR}Registry.prototype.reserve = function ${ADMIT};\nRegistry.prototype.admit = function (user, ws) {\n  return this.reserve(String(user), ws);\n};\nmodule.exports = Registry;`),
  guard('and calls it on itself under another name', `${CONSTRUCTOR}Registry.prototype.admit = function ${ADMIT.replace('{', '{\n  var self = this;').replaceAll('this.', 'self.')};\nmodule.exports = Registry;`),
  guard(
    'of a class above, by util.inherits',
    `var util = require('util');\n${CONSTRUCTOR}Registry.prototype.admit = function ${ADMIT};\nfunction Users() {\n  Registry.call(this);\n}\nutil.inherits(Users, Registry);\nmodule.exports = Users;`,
  ),
  guard(
    'of a class above, by Object.create',
    `${CONSTRUCTOR}Registry.prototype.admit = function ${ADMIT};\nfunction Users() {\n  Registry.call(this);\n}\nUsers.prototype = Object.create(Registry.prototype);\nUsers.prototype.constructor = Users;\nmodule.exports = Users;`,
  ),
  guard(
    'of a class above, by Object.setPrototypeOf',
    `${CONSTRUCTOR}Registry.prototype.admit = function ${ADMIT};\nfunction Users() {\n  Registry.call(this);\n}\nObject.setPrototypeOf(Users.prototype, Registry.prototype);\nmodule.exports = Users;`,
  ),
  guard('of what new makes, by its constructor', `function Registry() {\n  this.open = new Map();\n  this.admit = function ${ADMIT.replaceAll('this.', 'that.')};\n  var that = this;\n}\nmodule.exports = Registry;`),
  guard('of an instance that is exported', `${CONSTRUCTOR}Registry.prototype.admit = function ${ADMIT};\nmodule.exports = new Registry();`, `var registry = require('./registry');`),
  guard('of an instance that another makes', `${CONSTRUCTOR}Registry.prototype.admit = function ${ADMIT};\nexports.create = function () {\n  return new Registry();\n};`, `var registry = require('./registry').create();`),
]);

/** A server whose class has no syntax of its own. */
const server = (lines: string, main = ''): Record<string, string> => ({
  'chat.cjs': `
var { Server: IoServer } = require('socket.io');
var { userOf } = require('./auth.cjs');
var open = new Map();
${lines}
`,
  'auth.cjs': AUTH,
  ...(main && { 'main.cjs': main }),
});
const LISTEN = `function () {
  var self = this;
  this.io.use(function (socket, next) {
    self.limit(socket, next);
  });
  this.io.on('connection', function (socket) {
    socket.on('say', function (text) { self.io.emit('said', text); });
  });
}`;
const LIMIT = `function (socket, next) {
  var user = userOf(socket.request);
  var mine = open.get(user) || new Set();
  if (mine.size >= 3) return next(new Error('too many connections'));
  open.set(user, mine.add(socket.conn));
  socket.conn.once('close', function () { mine.delete(socket.conn); });
  next();
}`;

testBoth('a method on a prototype that registers the handler', [
  ['on a server that its constructor makes', server(`function Chat(http) {\n  this.io = new IoServer(http);\n}\nChat.prototype.limit = ${LIMIT};\nChat.prototype.listen = ${LISTEN};\nmodule.exports = Chat;`)],
  ['in one object of methods', server(`function Chat(http) {\n  this.io = new IoServer(http);\n}\nChat.prototype = { limit: ${LIMIT}, listen: ${LISTEN} };\nmodule.exports = Chat;`)],
  ['on a server that a method makes', server(`function Chat() {\n  this.io = null;\n}\nChat.prototype.limit = ${LIMIT};\nChat.prototype.start = function (http) {\n  this.io = new IoServer(http);\n  this.listen();\n};\nChat.prototype.listen = ${LISTEN};\nmodule.exports = Chat;`)],
  [
    'on a server that its constructor is given',
    server(
      `function Chat(io) {\n  this.io = io;\n}\nChat.prototype.limit = ${LIMIT};\nChat.prototype.listen = ${LISTEN};\nmodule.exports = Chat;`,
      `var { Server } = require('socket.io');\nvar Chat = require('./chat.cjs');\nnew Chat(new Server(3000)).listen();`,
    ),
  ],
]);

describe('no server', () => {
  it.each([
    ['a function that sets fields of this', `function onOpen() {\n  this.limit = 3;\n}\nrequire('events').once(process, 'connection', onOpen);`],
    ['a method of that name on an emitter of events', `function Bus() {}\nrequire('util').inherits(Bus, require('events'));\nBus.prototype.listen = function () {\n  this.on('connection', function (peer) { peer.ping(); });\n};\nmodule.exports = Bus;`],
  ])('%s', (_, lines) => {
    expect(lintProgram(server(lines))).toEqual([]);
  });
});

describe('no end', () => {
  it.each([
    ['classes that inherit from each other', 'function A() {}\nfunction B() {}\nrequire("util").inherits(A, B);\nrequire("util").inherits(B, A);\nnew A().x();'],
    ['a prototype that is its own', 'function A() {}\nA.prototype = A.prototype;\nvar p = A.prototype;\np = p;\nA.prototype.prototype.x = function () {};'],
    ['a function that is its own prototype', 'function A() {}\nA.prototype = A;\nA.prototype.__proto__ = new A();\nA.prototype.a = A;'],
  ])('%s', (_, lines) => {
    expect(lintProgram(server(`new IoServer(3000).on('connection', function () {});\n${lines}`))).toEqual([fails('missing')]);
  });
});
