import { describeFixes } from './describe-fixes.js';

const UWS = `import uWS from 'uWebSockets.js';
import { verifyToken } from './auth.js';
`;
const UPGRADE = `upgrade(res, req, context) {
    const user = verifyToken(req.getHeader('authorization'));
    res.upgrade({ userId: user.id }, req.getHeader('sec-websocket-key'), '', '', context);
  },`;

describeFixes('uWebSockets.js', [
  {
    name: 'what is handed over with the upgrade',
    language: 'esm',
    by: 'fix',
    code: `${UWS}
uWS.App().ws('/*', {
  ${UPGRADE}
  open: (ws) => {
    ws.subscribe('news');
  },
  message(ws, message) {
    ws.send(message);
  },
});
`,
  },
  {
    name: 'an end that is there',
    language: 'commonjs',
    by: 'fix',
    code: `const uWS = require('uWebSockets.js');
const { verifyToken } = require('./auth.js');

uWS.App().ws('/*', {
  ${UPGRADE}
  close: (ws, code) => {
    console.log(code);
  },
});
`,
  },
]);
