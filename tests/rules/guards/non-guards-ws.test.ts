import { type Example, type Expected, example, fails, testExamples } from './examples.js';

const ws = (name: string, expected: Expected | readonly Expected[], handler: string, outside = ''): Example =>
  example(
    name,
    expected,
    `
const http = require('http');
const WebSocket = require('ws');
const { verify } = require('./token');

const server = http.createServer();
const wss = new WebSocket.Server({ server, maxPayload: 1024 });
${outside}

wss.on('connection', (ws, req) => {
  const user = verify(req.headers.authorization);
${handler}
});
server.listen(8080);
`,
  );

export const examples = [
  ws('connections of TCP are limited in number', fails('configuredOnly', undefined, 'maxConnections'), `
  ws.send(user.name);`, 'server.maxConnections = 100;'),
  ws('sockets of an agent are limited', fails('missing'), `
  http.get({ host: 'api', path: '/' + user.id, agent }, (res) => res.pipe(process.stdout));`, 'const agent = new http.Agent({ maxSockets: 5, maxFreeSockets: 2 });'),
  ws('who is there is kept', fails('missing'), `
  presence[user.id] = { ws, since: Date.now() };
  ws.on('close', () => delete presence[user.id]);`, 'const presence = {};'),
  ws('a list of banned addresses', fails('missing'), `
  if (banned.includes(req.socket.remoteAddress)) return ws.close();
  ws.send(user.name);`, "const banned = ['10.0.0.1'];"),
  ws('a list of origins', fails('missing'), `
  if (!origins.has(req.headers.origin)) {
    ws.close(1008);
    return;
  }
  ws.send(user.name);`, "const origins = new Set(['https://example.org']);"),
  ws('messages are limited by a class that is named for connections', fails('missing'), `
  const limiter = new ConnectionLimiter(10);
  ws.on('message', (data) => {
    if (!limiter.allow()) {
      ws.close(1008, 'rate');
      return;
    }
    ws.send(data);
  });`, `class ConnectionLimiter {
  constructor(most) {
    this.most = most;
    this.stamps = [];
  }
  allow() {
    const now = Date.now();
    this.stamps = this.stamps.filter((at) => now - at < 1000);
    if (this.stamps.length >= this.most) return false;
    this.stamps.push(now);
    return true;
  }
}`),
  ws('messages of a user are limited, in state that is shared', fails('missing'), `
  ws.on('message', (data) => {
    const bucket = buckets.get(user.id) ?? { left: 10 };
    if (bucket.left <= 0) return ws.close(1008);
    bucket.left -= 1;
    buckets.set(user.id, bucket);
    ws.send(data);
  });`, 'const buckets = new Map();\nsetInterval(() => buckets.clear(), 1000);'),
  ws('bytes that wait are limited', fails('missing'), `
  if (ws.bufferedAmount > 1024) ws.terminate();
  ws.send(user.name);`),
  ws('a heartbeat', fails('missing'), `
  ws.isAlive = true;
  ws.on('pong', () => { ws.isAlive = true; });
  ws.user = user;`, `setInterval(() => {
  wss.clients.forEach((ws) => {
    if (ws.isAlive === false) return ws.terminate();
    ws.isAlive = false;
    ws.ping();
  });
}, 30000);`),
  ws('a broadcast to the others of the user', fails('missing'), `
  ws.user = user;
  ws.on('message', (data) => {
    for (const client of wss.clients) {
      if (client !== ws && client.user.id === user.id && client.readyState === WebSocket.OPEN) client.send(data);
    }
  });`),
  ws('the user logs out and all of theirs are closed', fails('missing'), `
  ws.user = user;
  ws.on('message', (data) => {
    if (String(data) !== 'logout-everywhere') return;
    for (const client of wss.clients) if (client.user.id === user.id) client.close(4000);
  });`),
  ws('requests that run are limited', fails('missing'), `
  ws.on('message', async (data) => {
    const n = running.get(user.id) ?? 0;
    if (n >= 3) return ws.send('busy');
    running.set(user.id, n + 1);
    ws.send(await work(data));
    running.set(user.id, running.get(user.id) - 1);
  });`, "const { work } = require('./work');\nconst running = new Map();"),
  ws('a client of another server has a limit on retries', fails('missing'), `
  connect(user.id);`, `const MAX_RECONNECTS = 5;
function connect(id, attempt = 0) {
  const client = new WebSocket('wss://upstream/' + id);
  client.on('close', () => {
    if (attempt < MAX_RECONNECTS) connect(id, attempt + 1);
  });
}`),
  ws('an interval closes who has too many, once a minute', fails('missing'), `
  ws.user = user;`, `const isOpen = (client) => client.readyState === WebSocket.OPEN;
setInterval(() => console.log([...wss.clients].filter(isOpen).length), 60000);`),
  ws('a counter for statistics', fails('missing'), `
  stats.connections += 1;
  stats.byUser[user.id] = (stats.byUser[user.id] || 0) + 1;
  if (stats.connections % 100 === 0) console.log(stats.connections);
  ws.on('close', () => { stats.byUser[user.id] -= 1; });`, 'const stats = { connections: 0, byUser: {} };'),
];

testExamples('what is no guard in ws', examples);
