import { enforced, example, fails, testExamples, type Example } from './examples.js';

const missing = (name: string, code: string, at?: string | { line: string }): Example =>
  example(name, typeof at === 'object' ? { ...fails('missing'), ...at } : fails('missing', at), code);
const handler = "on('connection', (ws) => ws.send('hi'));";

export const examples = [
  missing('WebSocketServer', `import { WebSocketServer } from 'ws';\nconst wss = new WebSocketServer({ port: 8080 });\nwss.${handler}`),
  missing('WebSocketServer under another name', `import { WebSocketServer as Wss } from 'ws';\nconst s = new Wss({ port: 8080 });\ns.${handler}`),
  missing('Server', `import { Server } from 'ws';\nconst wss = new Server({ port: 8080 });\nwss.${handler}`),
  missing('member of the default', `import WebSocket from 'ws';\nconst wss = new WebSocket.Server({ port: 8080 });\nwss.${handler}`),
  missing('other member of the default', `import WebSocket from 'ws';\nconst wss = new WebSocket.WebSocketServer({ port: 8080 });\nwss.${handler}`),
  missing('default and named', `import WebSocket, { WebSocketServer } from 'ws';\nconst wss = new WebSocketServer({ port: 8080 });\nwss.${handler}\nexport const OPEN = WebSocket.OPEN;`),
  missing('namespace import', `import * as ws from 'ws';\nconst wss = new ws.WebSocketServer({ port: 8080 });\nwss.${handler}`),
  missing('import by assignment', `import WebSocket = require('ws');\nconst port: number = 8080;\nconst wss = new WebSocket.Server({ port });\nwss.${handler}\nexport {};`),
  missing('require, member', `const WebSocket = require('ws');\nconst wss = new WebSocket.Server({ port: 8080 });\nwss.${handler}`),
  missing('require, taken apart', `const { WebSocketServer } = require('ws');\nconst wss = new WebSocketServer({ port: 8080 });\nwss.${handler}`),
  missing('require, taken apart under another name', `const { Server: WebSocketServer } = require('ws');\nconst wss = new WebSocketServer({ port: 8080 });\nwss.${handler}`),
  missing('require, member at once', `const wss = new (require('ws').Server)({ port: 8080 });\nwss.${handler}`),
  missing('require of the old way', `var WebSocketServer = require('ws').Server,\n  wss = new WebSocketServer({ port: 8080 });\nwss.on('connection', function (ws) {\n  ws.send('hi');\n});`),
  missing('dynamic import', `const { WebSocketServer } = await import('ws');\nconst wss = new WebSocketServer({ port: 8080 });\nwss.${handler}\nexport { wss };`),
  missing('a typed parameter', `import type { WebSocketServer } from 'ws';\nexport function register(wss: WebSocketServer): void {\n  wss.${handler}\n}`),
  missing('a typed parameter of the default', `import WebSocket from 'ws';\nexport function register(wss: WebSocket.Server): void {\n  wss.${handler}\n}`),
  missing('a typed field', `import { WebSocketServer } from 'ws';\nexport class Feed {\n  readonly #wss: WebSocketServer;\n  constructor(wss: WebSocketServer) {\n    this.#wss = wss;\n    this.#wss.${handler}\n  }\n}`, "this.#wss.on('connection'"),
  missing('a subclass', `import { WebSocketServer } from 'ws';\nclass Feed extends WebSocketServer {\n  constructor(options) {\n    super(options);\n    this.${handler}\n  }\n}\nnew Feed({ port: 8080 });`, "this.on('connection'"),
  missing('addListener', `import { WebSocketServer } from 'ws';\nconst wss = new WebSocketServer({ port: 8080 });\nwss.addListener('connection', (ws) => ws.send('hi'));`, "wss.addListener('connection'"),
  missing('an alias', `import { WebSocketServer } from 'ws';\nconst wss = new WebSocketServer({ port: 8080 });\nconst feed = wss;\nfeed.${handler}`, "feed.on('connection'"),
  missing('a member of an object', `import { WebSocketServer } from 'ws';\nconst app = { wss: new WebSocketServer({ port: 8080 }) };\napp.wss.${handler}`, "app.wss.on('connection'"),
  missing('what a function gives', `import { WebSocketServer } from 'ws';\nfunction create() {\n  return new WebSocketServer({ port: 8080 });\n}\ncreate().${handler}`, "create().on('connection'"),
  missing('set in a function', `const { WebSocketServer } = require('ws');\nlet wss;\nexports.start = (server) => {\n  wss = new WebSocketServer({ server });\n  wss.${handler}\n};`),
  missing('one of two servers', `import { WebSocketServer } from 'ws';\nconst wss = process.env.TLS ? new WebSocketServer({ server: secure }) : new WebSocketServer({ port: 8080 });\nimport { secure } from './secure.js';\nwss.${handler}`),
  missing('an upgrade and a listener are one emitter', `import { createServer } from 'node:http';\nimport { WebSocketServer } from 'ws';\nconst server = createServer();\nconst wss = new WebSocketServer({ noServer: true });\nserver.on('upgrade', (req, socket, head) => {\n  wss.handleUpgrade(req, socket, head, (ws) => wss.emit('connection', ws, req));\n});\nwss.${handler}\nserver.listen(80);`),
  missing('a listener on another line', `import { WebSocketServer } from 'ws';\nconst wss = new WebSocketServer({ port: 8080 });\nwss\n  .on('error', console.error)\n  .on('connection', (ws) => ws.send('hi'));`, { line: ".on('connection'" }),
  example(
    'two servers are two emitters',
    [fails('missing', "a.on('connection'"), fails('missing', "b.on('connection'")],
    `import { WebSocketServer } from 'ws';\nconst a = new WebSocketServer({ port: 8080 });\nconst b = new WebSocketServer({ port: 8081 });\na.${handler}\nb.${handler}`,
  ),
  example(
    'two servers that share their guard',
    [enforced(3, "a.on('connection'"), enforced(3, "b.on('connection'")],
    `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const open = new Map();
const connected = (ws, req) => {
  const { sub } = verify(req.headers.authorization);
  const mine = open.get(sub) ?? new Set();
  if (mine.size >= 3) return ws.close(1013);
  open.set(sub, mine.add(ws));
  ws.on('close', () => mine.delete(ws));
};
const a = new WebSocketServer({ port: 8080 });
const b = new WebSocketServer({ port: 8081 });
a.on('connection', connected);
b.on('connection', connected);
`,
  ),
  example(
    'ws and Socket.IO in one file',
    [fails('missing', "wss.on('connection'"), fails('missing', "io.on('connection'")],
    "import { Server } from 'socket.io';\nimport { WebSocketServer } from 'ws';\nconst io = new Server(3000);\nconst wss = new WebSocketServer({ port: 8080 });\nwss.on('connection', (ws) => ws.send('hi'));\nio.on('connection', (socket) => socket.emit('hi'));",
  ),
];

testExamples('servers of ws', examples);
