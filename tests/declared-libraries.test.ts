import { describe, expect, test } from 'vitest';
import { lint } from './rules/lint.js';

const CLIENT = { methods: { drop: { rejects: true } }, ends: ['gone'] };
const ON_CLIENT = { call: ['onClient'], phase: 'accepted', parameters: ['acme:client'], isSite: true, covers: 'emitter' };
const GATEWAY = { waysIn: [ON_CLIENT] };
const ACME = {
  name: '@acme/realtime',
  specifiers: ['@acme/realtime'],
  exports: { createGateway: { calls: 'acme:gateway' } },
  roles: { 'acme:gateway': GATEWAY, 'acme:client': CLIENT },
};

const serverOf = (specifier: string): string => `
  import { createGateway } from '${specifier}';
  const gateway = createGateway();
  gateway.onClient((client) => client.send('welcome'));
`;
const idsWith = (library: object, code: string): string[] => lint(code, 'esm', { libraries: [library] }).map(({ messageId }) => messageId);

describe('a declared library', () => {
  test('is known where it is declared, and nowhere else', () => {
    expect(idsWith(ACME, serverOf('@acme/realtime'))).toEqual(['missing']);
    expect(lint(serverOf('@acme/realtime'))).toEqual([]);
  });

  test.each(['../lib/realtime.js', '../lib/realtime', '~/shared/lib/realtime.ts', './lib/realtime', 'lib/realtime'])('is imported by the end of a path: %s', (specifier) => {
    expect(idsWith({ ...ACME, specifiers: ['lib/realtime'] }, serverOf(specifier))).toEqual(['missing']);
    expect(idsWith({ ...ACME, specifiers: ['./lib/realtime'] }, serverOf(specifier))).toEqual(['missing']);
  });

  test.each(['./mylib/realtime', 'lib/realtime/client'])('is not any other path: %s', (specifier) => {
    expect(idsWith({ ...ACME, specifiers: ['lib/realtime'] }, serverOf(specifier))).toEqual([]);
  });

  test('may have all that a built-in role has', () => {
    const library = { ...ACME, roles: { 'acme:gateway': { extends: 'socket.io:server' } } };
    const code = `
      import { createGateway } from '@acme/realtime';
      const gateway = createGateway();
      gateway.on('connection', (socket) => socket.emit('welcome'));
    `;
    expect(idsWith(library, code)).toEqual(['missing']);
  });

  test('may give built-in roles to what it hands over', () => {
    const ways = [{ ...ON_CLIENT, parameters: ['ws:connection', 'http:request'] }];
    const library = { ...ACME, roles: { 'acme:gateway': { waysIn: ways } } };
    const code = `
      import { createGateway } from '@acme/realtime';
      const connections = new Map();
      createGateway().onClient((ws, request) => {
        const own = connections.get(request.socket.remoteAddress) ?? new Set();
        if (own.size >= 3) return ws.close(1013);
        connections.set(request.socket.remoteAddress, own.add(ws));
        ws.on('close', () => own.delete(ws));
      });
    `;
    expect(idsWith(library, code)).toEqual(['perAddressOnly']);
  });

  test('may say other things of a package that is built in', () => {
    const library = { ...ACME, name: 'ws', specifiers: ['ws'] };
    expect(idsWith(library, serverOf('ws'))).toEqual(['missing']);
  });

  test('may leave out what a parameter is', () => {
    const ways = (parameters: unknown[]): object => ({ ...ACME, roles: { 'acme:gateway': { waysIn: [{ ...ON_CLIENT, parameters }] }, 'acme:client': CLIENT } });
    const code = `
      import { createGateway } from '@acme/realtime';
      let open = 0;
      createGateway().onClient((request, client) => {
        if (open >= 3) return client.drop();
        open += 1;
        client.on('gone', () => { open -= 1; });
      });
    `;
    expect(idsWith(ways([null, 'acme:client']), code)).toEqual(['globalOnly']);
    expect(idsWith(ways([undefined, 'acme:client']), code)).toEqual(['globalOnly']);
  });

  test('may be one of several that refer to each other', () => {
    const core = { name: '@acme/core', specifiers: ['@acme/core'], exports: {}, roles: ACME.roles };
    const rest = { ...ACME, roles: {} };
    const messages = lint(serverOf('@acme/realtime'), 'esm', { libraries: [core, rest] });
    expect(messages.map(({ messageId }) => messageId)).toEqual(['missing']);
  });
});

describe('a declaration that is wrong', () => {
  const withWay = (change: object): object => ({ ...ACME, roles: { ...ACME.roles, 'acme:gateway': { waysIn: [{ ...ON_CLIENT, ...change }] } } });
  const { name: _, ...nameless } = ACME;

  test.each<[string, unknown, string]>([
    ['no list', ACME, ".libraries must be an array of libraries, each as { name, specifiers, exports, roles }."],
    ['no object', ['@acme/realtime'], '.libraries[0] must be an object.'],
    ['a key that is missing', [nameless], '.libraries[0].name must be given.'],
    ['a key that does not exist', [{ ...ACME, rolls: {} }], '.libraries[0].rolls must be one of name, specifiers, versions, exports,'],
    ['a word that does not exist', [withWay({ phase: 'connected' })], `.libraries[0].roles["acme:gateway"].waysIn[0].phase must be one of 'handshake', 'accepted', 'message', 'closed'.`],
    ['no text', [{ ...ACME, specifiers: [7] }], '.libraries[0].specifiers[0] must be a string.'],
    ['a text for a list', [{ ...ACME, specifiers: '@acme/realtime' }], '.libraries[0].specifiers must be an array.'],
    ['a role that nobody declares', [withWay({ parameters: ['acme:clint'] })], `.libraries[0].roles["acme:gateway"].waysIn[0].parameters[0] must be a role that stands under roles, or a built-in one, or null.`],
    ['an export with such a role', [{ ...ACME, exports: { createGateway: { calls: 'gateway' } } }], '.libraries[0].exports.createGateway.calls must be a role that stands under roles, or a built-in one.'],
    ["a built-in role's name", [{ ...ACME, roles: { ...ACME.roles, 'ws:server': {} } }], `.libraries[0].roles["ws:server"] must be a name such as 'library:server' that is not a built-in role's.`],
    ['a name without a prefix', [{ ...ACME, roles: { ...ACME.roles, gateway: {} } }], `.libraries[0].roles.gateway must be a name such as 'library:server' that is not a built-in role's.`],
    ['the second of two', [ACME, { ...ACME, roles: {}, exports: [] }], '.libraries[1].exports must be an object.'],
    ['a role that extends itself', [{ ...ACME, roles: { ...ACME.roles, 'acme:client': { extends: 'acme:client' } } }], '.libraries[0].roles["acme:client"].extends must be a role that does not extend this one.'],
    ['roles that extend each other', [{ ...ACME, roles: { ...ACME.roles, 'acme:a': { extends: 'acme:b' }, 'acme:b': { extends: 'acme:a' } } }], '.libraries[0].roles["acme:a"].extends must be'],
    ['no expression', [{ ...ACME, marks: ['('] }], '.libraries[0].marks[0] must be the source of a regular expression.'],
    ['a number for a function', [withWay({ handler: 1 })], ".waysIn[0].handler must be one of 'last', 'rest', 'each'."],
  ])('%s', (_case, libraries, message) => {
    expect(() => lint(serverOf('@acme/realtime'), 'esm', { libraries })).toThrow(`settings['websocket-limits']`);
    expect(() => lint(serverOf('@acme/realtime'), 'esm', { libraries })).toThrow(message);
  });
});
