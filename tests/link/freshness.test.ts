import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { enforced, fails, type Files, Program, range, withProgram } from './program.js';

const ADMIT = (comparison: string): string => `
const open = new Map();
export function admit(user, ws) {
  const mine = open.get(user) ?? new Set();
  ${comparison}
  open.set(user, mine.add(ws));
  ws.on('close', () => mine.delete(ws));
  return true;
}
`;
const GUARDED = ADMIT('if (mine.size >= MAX) return false;');
const SERVER = `
import { WebSocketServer } from 'ws';
import { admit } from './users.js';
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', (ws, request) => {
  const { sub } = jwt.verify(request.headers.authorization, KEY);
  if (!admit(sub, ws)) ws.close(1013);
});
`;
const withLimit = (limit: string): string => `import { MAX } from './limits.js';\n${GUARDED}`.replace('MAX }', `${limit} as MAX }`);
const program: Files = { 'server.js': SERVER, 'users.js': withLimit('MOST'), 'limits.js': 'export const MOST = 3;\nexport const MORE = 5;\n' };
const CHAT = `export function chat(io) {\n  io.on('connection', (socket) => socket.emit('hello'));\n}\n`;
const START = `import { Server } from 'socket.io';\nimport { chat } from './chat.js';\nconst io = new Server(3000);\nchat(io);\n`;
const LIMIT = `
const open = new Map();
io.use((socket, next) => {
  const { sub } = jwt.verify(socket.handshake.auth.token, KEY);
  const mine = open.get(sub) ?? new Set();
  if (mine.size >= 2) return next(new Error('too many connections'));
  open.set(sub, mine.add(socket.conn));
  socket.conn.once('close', () => mine.delete(socket.conn));
  next();
});
`;

/** What is reported on a file, before and after each change. */
function over(files: Files, path: string, ...changes: readonly ((program: Program) => void)[]): string[][] {
  return withProgram(files, (project) => [
    project.lint(path),
    ...changes.map((change) => {
      change(project);
      return project.lint(path);
    }),
  ]);
}

describe('a neighbour that changes between two looks', () => {
  it.each<[string, Files, (program: Program) => void, string, string]>([
    ['gains a guard', { ...program, 'users.js': ADMIT('') }, (project) => { project.write('users.js', withLimit('MOST')); }, fails('missing'), enforced(3)],
    ['loses its guard', program, (project) => { project.write('users.js', ADMIT('')); }, enforced(3), fails('missing')],
    ['has another number', program, (project) => { project.write('limits.js', 'export const MOST = 4;\n'); }, enforced(3), enforced(4)],
    ['has another number of as many digits', program, (project) => { project.write('limits.js', 'export const MOST = 8;\nexport const MORE = 5;\n'); }, enforced(3), enforced(8)],
    ['takes another constant', program, (project) => { project.write('users.js', withLimit('MORE')); }, enforced(3), enforced(5)],
    ['is written at last', { 'server.js': SERVER }, (project) => { project.write('users.js', GUARDED.replace('MAX', '3')); }, fails('missing'), enforced(3)],
    ['is written at last, and its name says limit', { 'server.js': SERVER.replace('users', 'limiter') }, (project) => { project.write('limiter.js', GUARDED.replace('MAX', '3')); }, fails('unverifiable'), enforced(3)],
    ['is deleted', { ...program, 'server.js': SERVER.replace('users', 'limiter'), 'limiter.js': withLimit('MOST') }, (project) => { project.remove('limiter.js'); }, enforced(3), fails('unverifiable')],
    ['moves from a file to a folder', program, (project) => { project.remove('users.js'); project.write('server.js', SERVER.replace('users.js', 'users/index.js')); project.write('users/index.js', GUARDED.replace('MAX', '4')); }, enforced(3), enforced(4)],
    ['is broken', { ...program, 'server.js': SERVER.replace('users', 'limiter'), 'limiter.js': withLimit('MOST') }, (project) => { project.write('limiter.js', 'export function admit( {'); }, enforced(3), fails('unverifiable')],
    ['is mended', { 'server.js': SERVER, 'users.js': 'export function admit( {' }, (project) => { project.write('users.js', GUARDED.replace('MAX', '3')); }, fails('missing'), enforced(3)],
  ])('%s', (_, files, change, before, after) => {
    expect(over(files, 'server.js', change)).toEqual([[before], [after]]);
  });

  it('and back again', () => {
    const guarded = (project: Program): void => { project.write('users.js', withLimit('MOST')); };
    const open = (project: Program): void => { project.write('users.js', ADMIT('')); };
    expect(over(program, 'server.js', open, guarded, open)).toEqual([[enforced(3)], [fails('missing')], [enforced(3)], [fails('missing')]]);
  });
});

/** The list of a project's files is kept a while, for no more than a fortieth of the time to go into looking for new ones. */
const LISTED_ANEW = 1500;

describe('whoever imports a handler', () => {
  it('gains a guard', () => {
    const guarded = (project: Program): void => { project.write('server.js', START + LIMIT); };
    expect(over({ 'chat.js': CHAT, 'server.js': START }, 'chat.js', guarded)).toEqual([[fails('missing')], [enforced(2)]]);
  });

  it('loses its guard', () => {
    const open = (project: Program): void => { project.write('server.js', START); };
    expect(over({ 'chat.js': CHAT, 'server.js': START + LIMIT }, 'chat.js', open)).toEqual([[enforced(2)], [fails('missing')]]);
  });

  it('is deleted', () => {
    const alone = (project: Program): void => { project.remove('server.js'); };
    expect(over({ 'chat.js': CHAT, 'server.js': START + LIMIT }, 'chat.js', alone)).toEqual([[enforced(2)], []]);
  });

  it('is written at last', async () => {
    const project = new Program({ 'chat.js': CHAT });
    try {
      expect(project.lint('chat.js')).toEqual([]);
      project.write('server.js', START + LIMIT);
      await setTimeout(LISTED_ANEW);
      expect(project.lint('chat.js')).toEqual([enforced(2)]);
    } finally {
      project.delete();
    }
  });
});

describe('without a look across files', () => {
  const alone = { crossFile: false };
  it.each<[string, Files, string, string[]]>([
    ['a guard in a neighbour is out of reach', { ...program, 'server.js': SERVER.replace('users', 'limiter'), 'limiter.js': withLimit('MOST') }, 'server.js', [fails('unverifiable')]],
    ['a neighbour that limits nothing is, too', { ...program, 'users.js': ADMIT('') }, 'server.js', [fails('missing')]],
    ['a handler that names no library is nobody\'s', { 'chat.js': CHAT, 'server.js': START }, 'chat.js', []],
    ['a guard in the file itself counts', { 'server.js': SERVER.replace(/^import \{ admit .*$/mu, GUARDED.replace('export ', '').replace('MAX', '30')) }, 'server.js', [range('tooHigh'), enforced(30)]],
  ])('%s', (_, files, path, expected) => {
    withProgram(files, (project) => {
      expect(project.lint(path, alone).sort()).toEqual([...expected].sort());
    });
  });

  it('the answer with it stays right', () => {
    withProgram(program, (project) => {
      expect([project.lint('server.js'), project.lint('server.js', alone), project.lint('server.js')]).toEqual([[enforced(3)], [fails('missing')], [enforced(3)]]);
    });
  });
});
