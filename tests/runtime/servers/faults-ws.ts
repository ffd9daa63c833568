const START = String.raw`
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocketServer } from 'ws';

const connectionsPerUser = new Map();
const server = createServer();
const wss = new WebSocketServer({ server });

const tokenOf = (request) => new URL(request.url, 'http://localhost').searchParams.get('token');

async function authenticate(request) {
  const token = tokenOf(request);
  await delay(10 * token.length);
  return token;
}
`;

const LISTEN = String.raw`
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ port: server.address().port }));
});
`;

const serving = (handler: string, before = ''): string => `${START}${before}
wss.on('connection', ${handler});
${LISTEN}`;

const CHECK = `
  const own = connectionsPerUser.get(userId) ?? new Set();
  if (own.size >= 3) return ws.close(1008, 'Connection limit reached');`;
const TAKE = `${CHECK}
  connectionsPerUser.set(userId, own.add(ws));`;
const RELEASE = `
  ws.on('close', () => {
    own.delete(ws);
    if (own.size === 0) connectionsPerUser.delete(userId);
  });`;
const COUNT = `
  const count = connectionsPerUser.get(userId) ?? 0;
  if (count >= 3) return ws.close(1008, 'Connection limit reached');
  connectionsPerUser.set(userId, count + 1);`;
const LOWER = `{
    const left = connectionsPerUser.get(userId) - 1;
    if (left > 0) connectionsPerUser.set(userId, left);
    else connectionsPerUser.delete(userId);
  }`;

const atOnce = (body: string): string => serving(`(ws, request) => {
  const userId = tokenOf(request);${body}
  ws.send('welcome');
}`);
const later = (body: string): string => serving(`async (ws, request) => {
  ws.on('error', console.error);${body}
  ws.send('welcome');
}`);

export const onlyGrows = atOnce(TAKE);
export const keepsEmptySets = atOnce(`${TAKE}
  ws.on('close', () => own.delete(ws));`);
export const deletesAll = atOnce(`${TAKE}
  ws.on('close', () => connectionsPerUser.delete(userId));`);
export const deletesTheNewer = atOnce(`
  const old = connectionsPerUser.get(userId);
  if (old) old.close(1000);
  connectionsPerUser.set(userId, ws);
  ws.on('close', () => connectionsPerUser.delete(userId));`);
export const releasesRefused = atOnce(`
  ws.on('close', () => ${LOWER});${COUNT}`);
export const releasesTwice = atOnce(`${COUNT}
  const release = () => ${LOWER};
  ws.on('close', release);
  ws.on('error', release);`);
export const addsTheGone = later(`
  const userId = await authenticate(request);${TAKE}${RELEASE}`);
export const attachesLate = later(`
  const userId = tokenOf(request);${TAKE}
  await authenticate(request);${RELEASE}`);
export const addsAfterAwait = later(`
  const userId = tokenOf(request);${CHECK}
  await authenticate(request);
  connectionsPerUser.set(userId, own.add(ws));${RELEASE}`);
export const addsInCallback = later(`
  const userId = tokenOf(request);${CHECK}
  authenticate(request).then((name) => {
    connectionsPerUser.set(userId, own.add(ws));
    ws.name = name;
  });`);

const inRedis = (port: number, name: string, body: string): string => serving(`async (ws, request) => {
  ws.on('error', console.error);
  const key = '${name}:' + tokenOf(request);${body}
  ws.send('welcome');
}`, `
const redis = new Redis(${String(port)}, { enableReadyCheck: false });
`).replace("from 'ws';", "from 'ws';\nimport Redis from 'ioredis';");
const REFUSE = "return ws.close(1008, 'Connection limit reached');";
export const readsThenWrites = (port: number): string => inRedis(port, 'flagged', `
  if (Number(await redis.get(key)) >= 3) ${REFUSE}
  await redis.incr(key);
  ws.on('close', () => redis.decr(key));`);
export const writesThenReads = (port: number): string => inRedis(port, 'repaired', `
  const count = await redis.incr(key);
  ws.on('close', () => redis.decr(key));
  if (count > 3) ${REFUSE}`);

const keyed = (key: string): string => serving(`async (ws, request) => {
  ws.on('error', console.error);
  const user = await verifyToken(request);
  const key = ${key};
  const own = connectionsPerUser.get(key) ?? new Set();
  if (ws.readyState !== ws.OPEN || own.size >= 3) return ws.close(1008, 'Connection limit reached');
  connectionsPerUser.set(key, own.add(ws));
  ws.on('close', () => {
    own.delete(ws);
    if (own.size === 0) connectionsPerUser.delete(key);
  });
  ws.send('welcome');
}`, `
async function verifyToken(request) {
  return { id: await authenticate(request) };
}
`);
export const believesTheClient = keyed("new URL(request.url, 'http://localhost').searchParams.get('device')");

const named = (guard: string): string => serving(`(ws, request) => {
  const userId = verifyToken(tokenOf(request))?.id;${guard}
  ws.send('welcome');
}`, `
function verifyToken(token) {
  const [id, signature] = Buffer.from(token, 'base64url').toString().split(' ');
  const expected = createHmac('sha256', 'secret').update(id).digest('hex');
  return signature === expected ? { id } : undefined;
}
`).replace("import { createServer }", "import { createHmac } from 'node:crypto';\nimport { createServer }");
export const letsStrangersIn = named(`
  if (userId) {
    const own = connectionsPerUser.get(userId) ?? new Set();
    if (own.size >= 3) return ws.close(1008, 'Connection limit reached');
    connectionsPerUser.set(userId, own.add(ws));${RELEASE.replaceAll('\n', '\n  ')}
  }`);
export const refusesStrangers = named(`
  if (!userId) return ws.close(1008, 'Connection limit reached');${TAKE}${RELEASE}`);

export const countsInOneProcess = atOnce(`${TAKE}${RELEASE}`);
/** Two processes, which say where they listen when both do. */
export const countsInEachProcess = countsInOneProcess
  .replace("import { createServer }", "import cluster from 'node:cluster';\nimport { createServer }")
  .replace(LISTEN, `
if (cluster.isPrimary) {
  let listening = 0;
  cluster.on('listening', (worker, { port }) => {
    listening += 1;
    if (listening === 2) console.log(JSON.stringify({ port }));
  });
  cluster.fork();
  cluster.fork();
} else {
  server.listen(0, '127.0.0.1');
}
`);
