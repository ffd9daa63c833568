import { enforced, example, fails, testExamples } from './examples.js';

const START = "import { WebSocketServer } from 'ws';\nimport { verify } from './token.js';\nconst wss = new WebSocketServer({ port: 8080 });\n";

testExamples('what looks like a guard and is none', [
  example(
    'a failure behind a check of something else',
    fails('missing'),
    `${START}import { strategies } from './settings.js';
const known = strategies.list('ws');
wss.on('connection', (ws, req) => {
  if (known.length === 0) return;
  verify(req.headers.authorization).then((user) => ws.send(user.name)).catch(() => ws.close(1011));
});`,
  ),
  example(
    'what is subscribed to on the connection itself',
    fails('missing'),
    `${START}export const connect = () => (ws, req) => {
  const subscriptions = new Map();
  ws.on('message', async (data) => {
    try {
      const { id } = JSON.parse(data);
      if (subscriptions.has(id)) throw new Error('duplicate');
      subscriptions.set(id, await verify(req.headers.authorization));
    } catch {
      ws.close(1011);
    }
  });
};
const onConnection = connect();
wss.on('connection', (ws, req) => onConnection(ws, req));`,
  ),
]);

testExamples('what looks like none and is a guard', [
  example(
    'an object of a class that a typed Map gives',
    enforced(3),
    `${START}class Hall {
  private readonly open = new Map<string, Set<unknown>>();
  enter(user: string, ws: unknown): boolean {
    const mine = this.open.get(user) ?? new Set();
    if (mine.size >= 3) return false;
    this.open.set(user, mine.add(ws));
    return true;
  }
}
const halls: Map<string, Hall> = new Map();
wss.on('connection', async (ws, req) => {
  const { sub } = await verify(req.headers.authorization);
  const hall = halls.get('main');
  if (!hall) return ws.close(1011);
  if (!hall.enter(sub, ws)) ws.close(1008);
});`,
    { language: 'ts' },
  ),
]);
