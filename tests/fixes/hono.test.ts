import { describeFixes } from './describe-fixes.js';

describeFixes('Hono', [
  {
    name: 'what middleware left on the context, as an object',
    language: 'typescript',
    by: 'suggestion',
    code: `import { Hono } from 'hono';
import { createNodeWebSocket } from '@hono/node-ws';

declare const findUser: (token?: string) => Promise<{ id: string }>;
const app = new Hono<{ Variables: { user: { id: string } } }>();
const { upgradeWebSocket } = createNodeWebSocket({ app });
app.use(async (c, next) => {
  c.set('user', await findUser(c.req.header('authorization')));
  await next();
});
app.get('/chat', upgradeWebSocket((c) => ({
  onMessage(event, ws) {
    ws.send(String(event.data) + String(c.req.url));
  },
})));
`,
  },
  {
    name: 'a context that is not asked for',
    language: 'esm',
    by: 'suggestion',
    code: `import { Hono } from 'hono';
import { upgradeWebSocket } from 'hono/bun';
import { verifyToken } from './auth.js';

const app = new Hono();
app.use(async (c, next) => {
  c.set('userId', verifyToken(c.req.header('authorization')).sub);
  await next();
});
app.get('/chat', upgradeWebSocket(() => ({
  onMessage(event, ws) {
    ws.send(event.data);
  },
})));
export default app;
`,
  },
]);
