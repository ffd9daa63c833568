/** Servers of two libraries, and names for what follows. */
export const HEAD = `import { Server } from 'socket.io';
import { WebSocketServer } from 'ws';
const io = new Server(), wss = new WebSocketServer({ port: 1 }), m = new Map();
let a, b, c;
wss.on('connection', (ws) => { ws.on('message', (x) => { a = x; }); });
`;
export const inHandler = (body: string): string => `${HEAD}io.on('connection', (socket) => { ${body} });`;
export const numbered = (count: number, item: (index: number) => string): string => Array.from({ length: count }, (_, index) => item(index)).join('');


/** One thing after another, so many times. */
export const LONG: Readonly<Record<string, (length: number) => string>> = {
  statements: (n) => inHandler('a.b(c);\n'.repeat(n)),
  'early exits': (n) => inHandler(`${'if (a) return;\n'.repeat(n)}socket.disconnect();`),
  guards: (n) => inHandler('if (m.get(a).size > 3) { socket.disconnect(); return; }\n'.repeat(Math.ceil(n / 10))),
  'assignments to a name from itself': (n) => inHandler('a = b(a); a.x = c; a.y += 1;\n'.repeat(n)),
  counts: (n) => inHandler(`${'a++;\n'.repeat(n)}if (a > 3) socket.disconnect();`),
  handlers: (n) => HEAD + "io.on('connection', (socket) => { socket.on('x', () => {}); });\n".repeat(n),
  listeners: (n) => inHandler("socket.on('x', (y) => { b(y); });\n".repeat(n)),
  servers: (n) => HEAD + numbered(n, (index) => `const w${String(index)} = new WebSocketServer({}); w${String(index)}.on('connection', (ws) => {});\n`),
  'functions that call the next': (n) => inHandler(`${numbered(n, (index) => `function f${String(index)}(x) { f${String((index + 1) % n)}(x); }\n`)}f0(socket);`),
  constants: (n) => inHandler('') + numbered(n, (index) => `\nconst MAX_CONNECTIONS_${String(index)} = ${String(index)};`),
  parameters: (n) => `${HEAD}io.on('connection', (socket, ${numbered(n, (index) => `p${String(index)}, `)}) => {});`,
  properties: (n) => inHandler(`a = {${numbered(n, (index) => `p${String(index)}: ${String(index)},`)}};`),
  elements: (n) => inHandler(`a = [${'a,'.repeat(n)}];`),
  cases: (n) => inHandler(`switch (a) { ${numbered(n, (index) => `case ${String(index)}: ${index % 2 === 0 ? '' : 'b(); return;'}`)} } socket.disconnect();`),
  'names for names': (n) => inHandler(`const n0 = a;\n${numbered(n, (index) => `const n${String(index + 1)} = n${String(index)};\n`)}if (m.get(n${String(n)}).size > 3) socket.disconnect();`),
  'a sequence': (n) => inHandler(`a = (a${', b()'.repeat(n)});`),
};
