import { describeFixes } from './describe-fixes.js';

const ELYSIA = `import { Elysia } from 'elysia';
import { verifyToken } from './auth.js';
`;

describeFixes('Elysia', [
  {
    name: 'neither function is there',
    language: 'esm',
    by: 'fix',
    code: `${ELYSIA}
const app = new Elysia()
  .derive(({ headers }) => ({ userId: verifyToken(headers.authorization).sub }))
  .ws('/chat', {
    message(ws, message) {
      ws.send(message);
    },
  });
app.listen(3000);
`,
  },
  {
    name: 'two routes that share one Map, with functions that take nothing',
    language: 'esm',
    by: 'fix',
    code: `${ELYSIA}
const app = new Elysia().derive(({ headers }) => ({ userId: verifyToken(headers.authorization).sub }));
app.ws('/chat', {
  open: () => {
    console.log('came');
  },
  close() {},
});
app.ws('/news', {
  open(ws) {
    ws.subscribe('news');
  },
});
app.listen(3000);
`,
  },
  {
    name: 'a name that the file needs itself',
    language: 'esm',
    by: 'nothing',
    code: `${ELYSIA}
const ws = 'chat';
const app = new Elysia().derive(({ headers }) => ({ userId: verifyToken(headers.authorization).sub }));
app.ws('/chat', {
  open() {
    console.log(ws);
  },
});
`,
  },
  {
    name: 'no authentication: a suggestion that refuses who has no user',
    language: 'esm',
    by: 'suggestion',
    code: `import { Elysia } from 'elysia';

new Elysia().ws('/chat', {
  message(ws, message) {
    ws.send(message);
  },
});
`,
  },
  {
    name: 'an identity by settings',
    language: 'typescript',
    by: 'fix',
    settings: { identity: ['ws.data.account.id'] },
    code: `import { Elysia } from 'elysia';

new Elysia().ws('/chat', {
  open(ws) {
    ws.subscribe('news');
  },
});
`,
  },
]);
