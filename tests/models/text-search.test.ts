import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUILT_IN, LIBRARIES } from '../../src/models/index.js';
import { requiredLiterals } from '../../src/models/required-literals.js';
import { createTextSearch } from '../../src/models/text-search.js';

const counts = (): boolean => true;

describe('a search for many texts', () => {
  const some = fc.string({ unit: fc.constantFrom('a', 'b', 'A', "'", '.', 'é', '𝒳'), minLength: 4, maxLength: 6 });

  it('finds what a search for each of them finds', () => {
    const property = fc.property(fc.array(some, { maxLength: 5 }), fc.string({ unit: fc.constantFrom('a', 'b', 'A', "'", '.', 'é', '𝒳'), maxLength: 60 }), (needles, text) => {
      expect(createTextSearch(needles.map((needle) => ({ text: needle, counts })))(text)).toBe(needles.some((needle) => text.includes(needle)));
    });
    fc.assert(property, { seed: 1, numRuns: 3000 });
  });

  it('finds a text among others, wherever it stands', () => {
    const finds = createTextSearch([{ text: 'needle', counts }, { text: "'ws'", counts }]);
    for (let before = 0; before < 12; before += 1) {
      for (const [text, isThere] of [['needle', true], ["'ws'", true], ['needl', false], ["'ws", false], ["'WS'", false]] as const) expect(finds(`${'x'.repeat(before)}${text}`), text).toBe(isThere);
    }
  });

  it('minds case where it is told to', () => {
    const finds = createTextSearch([{ text: 'max_conn', ignoresCase: true, counts }, { text: 'Bun.serve', counts }]);
    expect(['MAX_CONN', 'Max_Conn', 'Bun.serve', 'bun.serve', 'BUN.SERVE'].map((text) => finds(text))).toEqual([true, true, true, false, false]);
  });

  it('goes on behind what does not count', () => {
    const places: number[] = [];
    const finds = createTextSearch([{ text: 'here', counts: (text, at) => places.push(at) > 0 && text.startsWith('!', at + 4) }]);
    expect(finds('here here here! here!')).toBe(true);
    expect(places).toEqual([0, 5, 10]);
  });

  it('remembers nothing of a longer text', () => {
    const finds = createTextSearch([{ text: 'needle', counts }]);
    expect([finds('a needle in a haystack'), finds('a need'), finds('')]).toEqual([true, false, false]);
  });

  it('has nothing to do for a text that is too short', () => {
    expect(() => createTextSearch([{ text: 'ws', counts }])).toThrow(RangeError);
  });
});

describe('what an expression needs', () => {
  it.each<[string, readonly string[] | undefined]>([
    [String.raw`\bWebSocketRouter\b`, ['WebSocketRouter']],
    [String.raw`\.ws\(\s*['"\x60/]`, ['.ws(']],
    ['\\x60quoted\\x60', ['`quoted`']],
    ['here|there', ['here', 'there']],
    ['(?:here|there)s', ['here', 'there']],
    ['here|a', undefined],
    ['[here]', undefined],
    ['(?:here)?', undefined],
    ['(?:here)*there', ['there']],
    ['wher(?:ev)e?r', ['wher']],
    ['wheres?', ['where']],
    ['where+s', ['where']],
    ['where{0,2}s', ['wher']],
    ['where*?nce', ['wher']],
    ['(?!here)there', ['there']],
    ['(?<=here)x', undefined],
    [String.raw`a(?:\)here|[)]there)`, [')here', 'there']],
    ['(?:a(?:here|there)|(?:where))', ['here', 'there', 'where']],
    [String.raw`\w\d.^$`, undefined],
    ['', undefined],
  ])('%s', (source, expected) => {
    expect(requiredLiterals(source)).toEqual(expected);
  });

  it.each(LIBRARIES.flatMap(({ name, marks = [] }) => marks.map((mark) => [name, mark] as const)))('of %s: %s', (_name, mark) => {
    expect(requiredLiterals(mark)).toBeDefined();
  });
});

describe('a file is looked at', () => {
  const ofPackages = LIBRARIES.filter(({ isSubject }) => isSubject).flatMap(({ specifiers }) => specifiers);

  it.each(ofPackages)('that imports %s', (specifier) => {
    for (const text of [`import '${specifier}';`, `require ( "${specifier}" )`, `import(\`${specifier}\`)`, `import a from "npm:${specifier}@1.2.3"`, `import 'jsr:/${specifier}'`, `require('${specifier}@8')`]) {
      expect(BUILT_IN.mayMatter(text), text).toBe(true);
      expect(BUILT_IN.namesLibrary(text), text).toBe(true);
    }
  });

  it.each(['wss', 'socket.io-parser', 'my-ws', 'w', 'socket.iox'])('but not one that imports %s', (specifier) => {
    expect(BUILT_IN.mayMatter(`import '${specifier}';`)).toBe(false);
  });

  it.each(['maxConnectionsPerUser', 'MAX_CONNECTIONS', 'max_concurrent_sockets', 'maxOpenClients', 'maxTotalWsPerClient', 'MaxUserSessions', 'USER_SOCKET_LIMIT', 'connectionsPerUser', 'concurrentSessionsQuota', 'WS_CONNECTION_CAP', 'perUserSocketsMax', 'userConnLimit', 'open_client_cap', 'maxLiveWebSockets', 'max_devices_per_client', 'sockets_per_account'])('that speaks of %s', (name) => {
    expect(BUILT_IN.mayMatter(`const ${name} = 3;`)).toBe(true);
  });

  it.each(['maxRetries', 'SESSION_LIMIT', 'connectionPool', 'MAX_LENGTH', 'sessionId', 'maxDevices', 'clientPerformance', 'maxPoolConnectionsMs'])('but not one that speaks of %s', (name) => {
    expect(BUILT_IN.mayMatter(`const ${name} = 3;`)).toBe(false);
  });

  it.each(['io.on( "connection" , take)', 'emitter.on(`connection`,\n take)', 'server.handleUpgrade(request)', "server.on('upgrade', sockets.handleUpgrade)"])('for %s', (text) => {
    expect(BUILT_IN.mayMatter(text)).toBe(true);
  });

  it.each(["said('connection')", "connection', x", 'an upgrade, and a connection', "app.on('connections', take)"])('but not for %s', (text) => {
    expect(BUILT_IN.mayMatter(text)).toBe(false);
  });
});
