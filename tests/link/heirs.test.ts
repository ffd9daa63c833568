import { describe, expect, it } from 'vitest';
import { type Case, enforced, fails, type Files, lintProgram, lintWithAndWithout } from './program.js';

const AUTH = `
import jwt from 'jsonwebtoken';
export const userOf = (request) => jwt.verify(request.headers.authorization, process.env.SECRET).sub;
`;
/** Listens, and leaves to the classes that extend it what a connection is for. */
const hub = (fields = ''): string => `
import { WebSocketServer } from 'ws';
export class Hub {
  ${fields}
  listen(port) {
    const wss = new WebSocketServer({ port });
    wss.on('connection', (ws, request) => this.accept(ws, request));
  }
}
`;
const CHAT = `
import { Hub } from './hub.js';
import { userOf } from './auth.js';
const open = new Map();
export class Chat extends Hub {
  accept(ws, request) {
    const user = userOf(request);
    const mine = open.get(user) ?? new Set();
    if (mine.size >= 3) {
      ws.close(1013, 'too many connections');
      return;
    }
    open.set(user, mine.add(ws));
    ws.on('close', () => mine.delete(ws));
  }
}
`;
const OLD_HUB = `
const { WebSocketServer } = require('ws');
function Hub() {
  this.port = 8080;
}
Hub.prototype.listen = function () {
  const wss = new WebSocketServer({ port: this.port });
  wss.on('connection', (ws, request) => this.accept(ws, request));
};
module.exports = Hub;
`;
const OLD_CHAT = CHAT.replace(`import { Hub } from './hub.js';\nimport { userOf } from './auth.js';`, `const Hub = require('./hub.cjs');\nconst { userOf } = require('./auth.js');\nconst { inherits } = require('node:util');`)
  .replace('export class Chat extends Hub {\n  accept(ws, request) {', 'function Chat() {\n  Hub.call(this);\n}\ninherits(Chat, Hub);\nChat.prototype.accept = function (ws, request) {')
  .replace(/\}\n\}\n$/u, '};\nmodule.exports = Chat;\n');

describe('a handler that a class leaves to those that extend it', () => {
  it.each<Case>([
    ['in another file', { 'hub.js': hub(), 'chat.js': CHAT, 'auth.js': AUTH }],
    ['as an abstract method', { 'hub.ts': hub('abstract accept(ws: unknown, request: unknown): void;').replace('class', 'abstract class').replace('listen(port)', 'listen(port: number): void'), 'chat.js': CHAT, 'auth.js': AUTH }],
    ['in another file, with prototypes', { 'hub.cjs': OLD_HUB, 'chat.cjs': OLD_CHAT, 'auth.js': AUTH }],
  ])('%s', (_, files) => {
    expect(lintWithAndWithout(files)).toEqual([[enforced(3)], [fails('missing')]]);
  });

  it.each<readonly [string, Files]>([
    ['has no guard where another class has it', { 'hub.js': hub(), 'chat.js': CHAT.replace('extends Hub', '').replace(/import .*hub.*\n/u, ''), 'auth.js': AUTH }],
    ['has no guard where another class of that name is extended', { 'hub.js': hub(), 'chat.js': CHAT.replace('./hub.js', './other.js'), 'other.js': 'export class Hub {}', 'auth.js': AUTH }],
  ])('%s', (_, files) => {
    expect(lintProgram(files)).toEqual([fails('missing')]);
  });
});
