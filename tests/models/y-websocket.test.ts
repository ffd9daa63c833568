import { describe, expect, it } from 'vitest';
import { enforced as enforces, fails as failing, lintProgram } from '../link/program.js';
import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';

// Its server is a listener for connections of ws, and has no model: https://github.com/yjs/y-websocket-server. It is not
// among the packages that are installed.
const AT = "wss.on('connection'";
const counted = `(ws, req) => {
  const mine = open.get(req.user.id) ?? new Set();
  if (mine.size >= 3) return ws.close(1008);
  open.set(req.user.id, mine.add(ws));
  ws.on('close', () => mine.delete(ws));
  setupWSConnection(ws, req);
}`;

const server = (listener: string, path = 'y-websocket/bin/utils'): string => `const { WebSocketServer } = require('ws');\nconst { setupWSConnection } = require('${path}');\nconst open = new Map();\nconst wss = new WebSocketServer({ port: 1234 });\nwss.on('connection', ${listener});`;

testExamples('y-websocket', [
  example('the listener itself', fails('missing', AT), server('setupWSConnection')),
  example('the listener of the newer package', fails('missing', AT), server('setupWSConnection', '@y/websocket-server/utils')),
  example('called in a listener', fails('missing', AT), server("(ws, req) => setupWSConnection(ws, req, { docName: 'a' })")),
  example('imported', fails('missing', AT), "import { setupWSConnection } from '@y/websocket-server/utils';\nimport { WebSocketServer } from 'ws';\nconst wss = new WebSocketServer({ port: 1234 });\nwss.on('connection', setupWSConnection);"),
  example('behind a guard', enforced(3, AT), server(counted)),
  example('behind a guard of the upgrade', enforced(3, AT), `${server('setupWSConnection').replace('port: 1234', 'noServer: true')}\nrequire('http').createServer().on('upgrade', (req, socket, head) => {\n  const mine = open.get(req.user.id) ?? new Set();\n  if (mine.size >= 3) return socket.destroy();\n  open.set(req.user.id, mine.add(socket));\n  socket.on('close', () => mine.delete(socket));\n  wss.handleUpgrade(req, socket, head, (ws) => wss.emit('connection', ws, req));\n});`),
  example('the client', [], "import { WebsocketProvider } from 'y-websocket';\nexport const provider = new WebsocketProvider('ws://localhost', 'room', doc);\nprovider.on('status', console.log);"),
]);

describe('y-websocket in several files', () => {
  it('follows a listener around it', () => {
    const files = { 'server.js': "import { WebSocketServer } from 'ws';\nimport { connected } from './docs.js';\nnew WebSocketServer({ port: 80 }).on('connection', connected);", 'docs.js': `import { setupWSConnection } from 'y-websocket/bin/utils';\nconst open = new Map();\nexport const connected = ${counted};` };
    expect(lintProgram(files)).toEqual([enforces(3)]);
    expect(lintProgram({ ...files, 'docs.js': "export { setupWSConnection as connected } from 'y-websocket/bin/utils';" })).toEqual([failing('missing')]);
  });
});
