import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';

/*
 * uWebSockets.js is not on npm: its names are those of its public types,
 * https://unetworking.github.io/uWebSockets.js/generated/.
 */

const ACCEPT = "res.upgrade({ userId }, req.getHeader('sec-websocket-key'), req.getHeader('sec-websocket-protocol'), req.getHeader('sec-websocket-extensions'), context);";
const PLAIN = "'/chat', { message(ws, data) { ws.send(data); } }";
const SITE = ".ws('/chat'";

/** A server that counts by `userId` in the handler of a kind, and gives back on close. */
const server = (upgrade: string, open = '', key = 'const { userId } = verify(req.getHeader("authorization"));'): string => `
import uWS from 'uWebSockets.js';
import { verify } from './token.js';
const open = new Map();
uWS.App()
  .ws('/chat', {
    upgrade(res, req, context) {
      ${key}
      ${upgrade}
    },
    open(ws) { ${open} },
    message() {},
    close(ws) {
      const { userId } = ws.getUserData();
      open.set(userId, (open.get(userId) ?? 1) - 1);
    },
  })
  .listen(9001, () => {});
`;
const RESERVE = 'open.set(userId, (open.get(userId) ?? 0) + 1);';
const FULL = '(open.get(userId) ?? 0) >= 3';

testExamples('uWebSockets.js: imports', [
  example('default', fails('missing', `uWS.App()${SITE}`), `import uWS from 'uWebSockets.js';\nuWS.App().ws(${PLAIN}).listen(9001, () => {});`),
  example('named', fails('missing', `App()${SITE}`), `import { App } from 'uWebSockets.js';\nApp().ws(${PLAIN}).listen(9001, () => {});`),
  example('namespace, with TLS', fails('missing', `app${SITE}`), `import * as uWS from 'uWebSockets.js';\nconst app = uWS.SSLApp({ key_file_name: 'key.pem' });\napp.ws(${PLAIN});`),
  example('require', fails('missing', `app${SITE}`), `const uWS = require('uWebSockets.js');\nconst app = uWS.App();\napp.ws(${PLAIN});`),
  example('one of two', fails('missing', `app${SITE}`), `import uWS from 'uWebSockets.js';\nconst app = process.env.TLS ? uWS.SSLApp({}) : uWS.App();\napp.ws(${PLAIN});`),
  example('by its type', fails('missing', `app${SITE}`), `import type { TemplatedApp } from 'uWebSockets.js';\nexport function chat(app: TemplatedApp): void {\n  app.ws(${PLAIN});\n}`),
  example('a field', fails('missing', `this.server${SITE}`), `import uWS from 'uWebSockets.js';\nexport class Chat {\n  start() {\n    this.server = uWS.App();\n    this.server.ws('/chat', { ...this.options, open: this.opened.bind(this) });\n  }\n  opened(ws) { ws.send('hi'); }\n}`),
  example('after another route', fails('missing', SITE), `import uWS from 'uWebSockets.js';\nuWS.App()\n  .get('/', (res) => res.end('hi'))\n  .ws(${PLAIN})\n  .listen(9001, () => {});`),
  example('behavior from elsewhere', fails('missing', `App()${SITE}`), "import { App } from 'uWebSockets.js';\nimport { behavior } from './behavior.js';\nApp().ws('/chat', behavior);"),
  example('an app that nothing says more of', fails('missing', `app${SITE}`), "export default (app) => {\n  app.ws('/chat', { upgrade(res, req, context) { res.upgrade({}, 'k', 'p', 'e', context); }, message() {} });\n};"),
  example('two routes are two emitters', [fails('missing', "app.ws('/a'"), fails('missing', "app.ws('/b'")], "import uWS from 'uWebSockets.js';\nconst app = uWS.App();\napp.ws('/a', { message() {} });\napp.ws('/b', { message() {} });"),
  example('an adapter that takes the upgrade over', fails('missing', 'res.upgrade({ req }'), "import type { HttpRequest } from 'uWebSockets.js';\nexport const adapter = () => ({\n  websocket: {\n    upgrade(res, req: HttpRequest, context) {\n      res.upgrade({ req }, 'k', 'p', 'e', context);\n    },\n  },\n});"),
]);

testExamples('uWebSockets.js: guards', [
  example('refused in the handshake', enforced(3, SITE), server(`if (${FULL}) {\n        res.writeStatus('429 Too Many Requests').end();\n        return;\n      }\n      ${RESERVE}\n      ${ACCEPT}`)),
  example('refused in a cork', enforced(3, SITE), server(`if (${FULL}) return res.cork(() => res.writeStatus('429').end());\n      ${RESERVE}\n      ${ACCEPT}`)),
  example('not taken over', enforced(3, SITE), server(`if (!(${FULL})) {\n        ${RESERVE}\n        ${ACCEPT}\n      }`)),
  example('closed on opening', enforced(3, SITE), server(ACCEPT, `const { userId } = ws.getUserData(); if (${FULL}) { ws.end(1008, 'full'); return; } ${RESERVE}`)),
  example('handlers by reference', enforced(3, "app.ws('/chat'"), `
import uWS from 'uWebSockets.js';
import { verify } from './token.js';
const open = new Map();
function upgrade(res, req, context) {
  const { userId } = verify(req.getHeader('authorization'));
  if (${FULL}) { res.close(); return; }
  ${RESERVE}
  ${ACCEPT}
}
const app = uWS.App();
app.ws('/chat', { upgrade, message() {}, close(ws) { open.delete(ws.getUserData().userId); } });
`),
  example('only told', fails('notRejected', SITE), server(ACCEPT, `const { userId } = ws.getUserData(); if (${FULL}) ws.send('full'); ${RESERVE}`)),
  example('by address', fails('perAddressOnly', SITE), server(`if (${FULL}) { res.end(); return; }\n      ${RESERVE}\n      ${ACCEPT}`, '', 'const userId = Buffer.from(res.getRemoteAddressAsText()).toString();')),
  example('by an address that the connection keeps', fails('perAddressOnly', SITE), server(ACCEPT.replace('{ userId }', '{ place: Buffer.from(res.getRemoteAddressAsText()).toString() }'), `const userId = ws.getUserData().place; if (${FULL}) { ws.close(); return; } ${RESERVE}`, '')),
  example('by a fresh id', fails('perConnection', SITE), server(ACCEPT, `const { userId } = ws.getUserData(); if (${FULL}) { ws.close(); return; } ${RESERVE}`, 'const userId = crypto.randomUUID();')),
  example('all together', fails('globalOnly', `uWS.App()${SITE}`), "import uWS from 'uWebSockets.js';\nlet count = 0;\nuWS.App().ws('/chat', {\n  open(ws) { if (count >= 100) { ws.end(1013); return; } count += 1; },\n  close() { count -= 1; },\n});"),
  example(
    'a guard of another route',
    [enforced(3, "app.ws('/a'"), fails('uncovered', "app.ws('/b'")],
    `
import uWS from 'uWebSockets.js';
import { verify } from './token.js';
const open = new Map();
const app = uWS.App();
app.ws('/a', {
  upgrade(res, req, context) {
    const { userId } = verify(req.getHeader('authorization'));
    if (${FULL}) { res.end(); return; }
    ${RESERVE}
    ${ACCEPT}
  },
  close(ws) { open.delete(ws.getUserData().userId); },
});
app.ws('/b', { message() {} });
`,
  ),
]);

testExamples('uWebSockets.js: look-alikes', [
  example('a client', [], "import WebSocket from 'ws';\nconst ws = new WebSocket('wss://example.com');\nws.on('open', () => ws.send('hi'));"),
  example('plain routes', [], "import uWS from 'uWebSockets.js';\nuWS.App().get('/', (res) => res.end('hi')).listen(9001, () => {});"),
  example('an upgrade of something else', [], "import { HttpRequest } from 'uWebSockets.js';\nexport const buy = (plan) => plan.upgrade('gold');\nexport { HttpRequest };"),
]);
