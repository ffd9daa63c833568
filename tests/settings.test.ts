import { describe, expect, it } from 'vitest';
import { readSettings } from '../src/settings.js';

const read = (given: unknown): unknown => readSettings({ 'websocket-limits': given });

describe('wrong settings name what is wrong and what is expected', () => {
  it.each([
    [[], "settings['websocket-limits'] must be an object."],
    [{ identities: ['socket.user'] }, "settings['websocket-limits'] has no key identities. It can have identity, guards, libraries, crossFile."],
    [{ identity: 'socket.user' }, "settings['websocket-limits'].identity must be an array of strings such as 'socket.data.user.id'."],
    [{ guards: {} }, "settings['websocket-limits'].guards must be an array of { module, name, limit?, key? }."],
    [{ guards: [{ name: 'admit' }] }, "settings['websocket-limits'].guards[0].module must be the path that the guard is imported from."],
    [{ guards: [{ module: './a', name: 'admit', limit: '3' }] }, "settings['websocket-limits'].guards[0].limit must be a number."],
    [{ guards: [{ module: './a', name: 'admit', limti: 3 }] }, "settings['websocket-limits'].guards[0] must be an object { module, name, limit?, key? }: it has no limti."],
    [{ crossFile: 'no' }, "settings['websocket-limits'].crossFile must be true or false."],
  ])('%j', (given, message) => {
    expect(() => read(given)).toThrow(message);
  });
});

describe('right settings', () => {
  it('are taken, and those that are not given have defaults', () => {
    expect(read({})).toMatchObject({ identity: [], guards: [], crossFile: true });
    expect(read({ identity: ['socket.user'], guards: [{ module: './a', name: 'admit', limit: 4 }], crossFile: false })).toMatchObject({ identity: ['socket.user'], guards: [{ limit: 4 }], crossFile: false });
  });

  it('of other plugins are left alone', () => {
    expect(readSettings({ other: { identities: 1 } })).toMatchObject({ crossFile: true });
  });
});
