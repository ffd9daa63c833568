import { describe, expect, it } from 'vitest';
import { type Filename, lint } from './lint.js';
import { JSX, SYNTAX, TYPESCRIPT } from './syntax-lines.js';

const HEAD = "import { Server } from 'socket.io';\nimport { WebSocketServer } from 'ws';\nconst io = new Server(), wss = new WebSocketServer({ port: 1 });\n";
const HEAD_COMMONJS = "var io = require('socket.io')(), wss = new (require('ws').Server)({ port: 1 });\n";

/** The line at the top, in a handler, in a method, in an async function and in a middleware. */
function programs(line: string, head: string): string[] {
  const listeners = "io.on('connection', (socket) => { socket.on('x', () => {}); });\nwss.on('connection', (ws) => {});\n";
  return [
    `${head}${listeners}${line}\n`,
    `${head}io.on('connection', function (socket, x, y) { ${line}\nsocket.disconnect(); });\nwss.on('connection', (ws) => {});`,
    `${head}${listeners}class Handler { method(socket) { ${line}\n} }\nio.on('connection', (socket) => new Handler().method(socket));`,
    `${head}${listeners}io.use(async (socket, next) => { ${line}\nnext(new Error('x')); });`,
    `${head}${listeners}wss.on('connection', (ws, request) => { if (open.get(request.url).size > 3) { ${line}\nws.close(); } open.set(request.url, ws); });\nconst open = new Map();`,
  ];
}

function check(lines: readonly string[], filename: Filename, head = HEAD): void {
  for (const line of lines) {
    const read = programs(line, head).filter((code) => lint(code, filename));
    expect(read.length, line).toBeGreaterThan(0);
  }
}

describe('every construct of JavaScript is read', () => {
  const entries = Object.entries(SYNTAX);
  it.each(entries.filter(([year]) => !year.includes('sloppy') && year !== 'resource management'))('from %s', (_year, lines) => {
    check(lines, 'server.js');
  });

  it.each(entries.filter(([year]) => !year.includes('module') && !year.includes('later')))('in CommonJS, from %s', (_year, lines) => {
    check(lines, 'server.cjs', HEAD_COMMONJS);
  });

  it.each(entries.filter(([year]) => !year.includes('sloppy')))('by the parser of TypeScript, from %s', (_year, lines) => {
    check(lines, 'server.ts');
  });
});

describe('every construct of TypeScript is read', () => {
  it.each(TYPESCRIPT)('%s', (line) => {
    check([line], 'server.ts');
  });
});

describe('JSX is read', () => {
  it.each(['page.jsx', 'server.tsx'] as const)('in %s', (filename) => {
    check(JSX, filename);
  });
});

describe('the text', () => {
  const code = programs('let a = "b";', HEAD)[1] ?? '';

  it('may begin with a byte order mark', () => {
    expect(lint(`\uFEFF${code}`, 'server.js')?.map(({ at }) => at)).toEqual(lint(code, 'server.js')?.map(({ at }) => at));
  });

  it('may begin with a hashbang', () => {
    expect(lint(`#!/usr/bin/env node\n${code}`, 'server.js')).toEqual(lint(code, 'server.js'));
  });

  it.each([
    ['CRLF', '\r\n'],
    ['CR', '\r'],
    ['the line separator', '\u2028'],
  ])('may have %s at the ends of its lines', (_name, end) => {
    expect(lint(code.replaceAll('\n', end), 'server.js')).toEqual(lint(code, 'server.js'));
  });

  it.each(['\0', '\uFFFF', '\uD800', '\u200D', '\u0085', '\t\v\f\u00A0\uFEFF'])('may hold %j in strings, comments and templates', (character) => {
    const odd = `${code}\nconst odd = '${character}' + \`${character}\`; // ${character}\n/* ${character} */ io.of('/${character}').on('connection', () => {});`;
    expect(lint(odd, 'server.js')?.length).toBeGreaterThan(0);
  });

  it.each(['', ' ', '\n', '\uFEFF', '// socket.io', "'socket.io'", '"use strict";', ';', '#!/usr/bin/env node', "import 'socket.io'"])('may be as little as %j', (little) => {
    expect(lint(little, 'server.js')).toEqual([]);
    expect(lint(little, 'server.ts')).toEqual([]);
  });
});
