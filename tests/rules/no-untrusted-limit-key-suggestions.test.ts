import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import plugin from '../../src/index.js';

const linter = new Linter({ configType: 'flat' });
const config: Linter.Config[] = [{ plugins: { 'websocket-limits': plugin }, rules: { 'websocket-limits/no-untrusted-limit-key': 'error' }, settings: { 'websocket-limits': { crossFile: false } } }];

/** What the suggestions make of a program; each must leave nothing to say. */
function suggested(code: string): string[] {
  const reports = linter.verify(code, config, { filename: 'server.js' });
  expect(reports).toHaveLength(1);
  return reports.flatMap(({ suggestions = [] }) => suggestions).map(({ fix: { range, text } }) => {
    const changed = code.slice(0, range[0]) + text + code.slice(range[1]);
    expect(linter.verify(changed, config, { filename: 'server.js' })).toEqual([]);
    return changed;
  });
}

const io = (before: string, key: string, hook = ''): string => `
import { Server } from 'socket.io';
import { verifyToken } from './auth.js';

const io = new Server(3000);
const open = new Map();
${hook}
io.use(async (socket, next) => {
  ${before}
  const mine = open.get(${key}) ?? new Set();
  if (mine.size >= 3) return next(new Error('limit'));
  open.set(${key}, mine.add(socket.conn));
  socket.conn.once('close', () => {
    mine.delete(socket.conn);
    if (mine.size === 0) open.delete(${key});
  });
  next();
});
io.on('connection', (socket) => socket.emit('hello'));
`;
const USER = 'const user = await verifyToken(socket.handshake.auth.token);';
const HOOK = `io.use(async (socket, next) => {
  socket.data.userId = (await verifyToken(socket.handshake.auth.token)).id;
  next();
});`;

describe('where the user is known', () => {
  it.each([
    ['a query, in a variable', io(`${USER}\n  const key = socket.handshake.query.userId;`, 'key'), io(`${USER}\n  const key = user.id;`, 'key')],
    ['a header, in a variable', io(`${USER}\n  const key = socket.handshake.headers['x-user-id'];`, 'key'), io(`${USER}\n  const key = user.id;`, 'key')],
    ['an auth payload, written out everywhere', io(USER, 'socket.handshake.auth.userId'), io(USER, 'user.id')],
    ['a device, written out everywhere', io(USER, 'user.deviceId'), io(USER, 'user.id')],
    ['what an earlier hook has set', io('const key = socket.handshake.query.userId;', 'key', HOOK), io('const key = socket.data.userId;', 'key', HOOK)],
  ])('%s', (_name, code, expected) => {
    expect(suggested(code)).toEqual([expected]);
  });
});

describe('nothing is offered', () => {
  it.each([
    ['without a user', io('const key = socket.handshake.query.userId;', 'key')],
    ['where the user is known later', io('const key = socket.handshake.query.userId;', 'key').replace('  next();\n', `  ${USER}\n  socket.data.user = user;\n  next();\n`)],
    ['where the slot is given back in another way', io(`${USER}\n  const key = socket.handshake.query.userId;`, 'key').replace('open.delete(key)', 'open.delete(socket.handshake.query.userId)')],
    ['for a variable that is set twice', io(`${USER}\n  let key = socket.handshake.query.userId;\n  key = key.trim();`, 'key')],
    ['for what is taken out of an object', io(`${USER}\n  const { userId } = socket.handshake.query;`, 'userId')],
  ])('%s', (_name, code) => {
    expect(suggested(code)).toEqual([]);
  });
});
