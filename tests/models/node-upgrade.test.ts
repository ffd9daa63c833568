import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';

const answer = "'HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n\\r\\n'";
const server = (body: string): string => `import { createServer } from 'node:http';\nimport { verify } from './token.js';\nconst open = new Map();\nconst server = createServer();\nserver.on('upgrade', (req, socket) => {\n${body}\n});\nserver.listen(80);`;
const guard = (key: string, refuse = "{\n    socket.end('HTTP/1.1 429 Too Many Requests\\r\\n\\r\\n');\n    return;\n  }"): string => server(`  const { id } = verify(req.headers.cookie);
  const mine = open.get(${key}) ?? new Set();
  if (mine.size >= 3) ${refuse}
  open.set(${key}, mine.add(socket));
  socket.once('close', () => mine.delete(socket));
  socket.write(${answer});`);
const SITE = "server.on('upgrade'";

testExamples('upgrades answered by hand', [
  example('a text', fails('missing', SITE), server(`  socket.write(${answer});`)),
  example('a list of lines', fails('missing', SITE), server("  const headers = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', `Sec-WebSocket-Accept: ${accept(req)}`];\n  socket.write(headers.concat('\\r\\n').join('\\r\\n'));").replace('const open', "import { accept } from './accept.js';\nconst open")),
  example('a sum', fails('missing', SITE), server("  socket.write('HTTP/1.1 101 Web Socket Protocol Handshake\\r\\n' + 'Upgrade: WebSocket\\r\\n' + '\\r\\n');")),
  example('required', fails('missing', SITE), `const http = require('http');\nconst server = http.createServer();\nserver.on('upgrade', function (req, socket) {\n  socket.write(${answer});\n});`),
  example('a handler by its name', fails('missing', SITE), `const server = require('http').createServer();\nfunction upgrade(req, socket) {\n  socket.write(${answer});\n}\nserver.on('upgrade', upgrade);`),
  example('a guard', enforced(3, SITE), guard('id')),
  example('a guard that goes on', fails('notRejected', SITE), guard('id', "console.log('full');")),
  example('a guard by the address', fails('perAddressOnly', SITE), guard('req.socket.remoteAddress')),
  example('an upgrade that is refused', [], "import { createServer } from 'node:http';\ncreateServer().on('upgrade', (req, socket) => socket.end('HTTP/1.1 400 Bad Request\\r\\n\\r\\n'));"),
  example('a text that is looked for', [], "import { connect } from 'node:net';\nconnect(80).on('data', (data) => {\n  if (data.includes('HTTP/1.1 101')) console.log('open');\n});"),
]);
