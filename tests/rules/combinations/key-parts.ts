/** Where a key comes from; `R` is the request. */
interface Source {
  readonly name: string;
  readonly code: string;
  readonly verdict: string;
}

export const SOURCES: readonly Source[] = [
  { name: 'a verified token', code: 'verify(R.headers.authorization).sub', verdict: 'enforced 3' },
  { name: 'a token that is verified later', code: '(await verify(R.headers.authorization)).sub', verdict: 'enforced 3' },
  { name: 'a session', code: 'R.session.userId', verdict: 'enforced 3' },
  { name: 'an unknown function', code: 'who(R)', verdict: 'enforced 3' },
  { name: 'an unknown function of a cookie', code: 'lookup(R.headers.cookie)', verdict: 'enforced 3' },
  { name: 'a user in the query', code: "new URL(R.url, 'http://x').searchParams.get('userId')", verdict: 'enforced 3' },
  { name: 'a user within a tenant', code: '`${verify(R.headers.authorization).tenantId}:${verify(R.headers.authorization).sub}`', verdict: 'enforced 3' },
  { name: 'a user, or else an address', code: '(R.user?.id ?? R.socket.remoteAddress)', verdict: 'enforced 3' },
  { name: 'an address', code: 'R.socket.remoteAddress', verdict: 'perAddressOnly' },
  { name: 'a forwarded address', code: "R.headers['x-forwarded-for'].split(',')[0]", verdict: 'perAddressOnly' },
  { name: 'a forwarded address, or else the peer', code: "(R.headers['x-forwarded-for'] || R.socket.remoteAddress)", verdict: 'perAddressOnly' },
  { name: 'the key of the handshake', code: "R.headers['sec-websocket-key']", verdict: 'perConnection' },
  { name: 'a random id', code: 'randomUUID()', verdict: 'perConnection' },
  { name: 'a room in the query', code: "new URL(R.url, 'http://x').searchParams.get('room')", verdict: 'perRoomOnly' },
  { name: 'a tenant', code: 'verify(R.headers.authorization).tenantId', verdict: 'perRoomOnly' },
  { name: 'a constant', code: "'all'", verdict: 'globalOnly' },
];

/** How a key gets to the guard. */
interface Carrier {
  readonly name: string;
  readonly program: (key: (request: string) => string) => string;
}

const guard = (key: string): string => `const mine = open.get(${key}) ?? new Set();
if (mine.size >= 3) {
ws.close(1013);
return;
}
open.set(${key}, mine.add(ws));
ws.on('close', () => mine.delete(ws));`;

const guardIo = (key: string): string => guard(key).replaceAll('ws.close(1013)', 'ws.disconnect(true)').replace("'close'", "'disconnect'");

const wss = (body: string, before = ''): string => `const open = new Map();
const wss = new WebSocketServer({ port: 80 });
${before}
wss.on('connection', async (ws, req) => {
${body}
});`;

const io = (before: string, body: string): string => `const open = new Map();
const io = new Server(80);
${before}
io.on('connection', (ws) => {
${body}
});`;

export const CARRIERS: readonly Carrier[] = [
  { name: 'a constant', program: (key) => wss(`const k = ${key('req')};\n${guard('k')}`) },
  { name: 'a function', program: (key) => wss(`const k = await keyOf(req);\n${guard('k')}`, `async function keyOf(request) {\nreturn ${key('request')};\n}`) },
  { name: 'an object of a function', program: (key) => wss(`const found = await identify(req);\n${guard('found.id')}`, `async function identify(request) {\nconst id = ${key('request')};\nreturn { id, at: 1 };\n}`) },
  { name: 'an object that is taken apart', program: (key) => wss(`const { id: k } = await identify(req);\n${guard('k')}`, `async function identify(request) {\nreturn { id: ${key('request')} };\n}`) },
  { name: 'three functions', program: (key) => wss(`one(ws, ${key('req')});`, `function three(k, ws) {\n${guard('k')}\n}\nconst two = (id, ws) => three(id, ws);\nfunction one(ws, key) {\ntwo(key, ws);\n}`) },
  { name: 'a property of the socket', program: (key) => wss(`ws.k = ${key('req')};\nenter(ws);`, `function enter(ws) {\n${guard('ws.k')}\n}`) },
  { name: 'a nested property of the socket', program: (key) => wss(`ws.meta = { owner: { k: ${key('req')} } };\nenter(ws);`, `function enter(ws) {\n${guard('ws.meta.owner.k')}\n}`) },
  { name: 'a method of a class', program: (key) => wss(`const session = new Session(${key('req')});\n${guard('session.key()')}`, 'class Session {\nconstructor(k) {\nthis.k = k;\n}\nkey() {\nreturn this.k;\n}\n}') },
  { name: 'a getter of a class', program: (key) => wss(`const session = new Session(${key('req')});\n${guard('session.key')}`, 'class Session {\n#k;\nconstructor(k) {\nthis.#k = k;\n}\nget key() {\nreturn this.#k;\n}\n}') },
  { name: 'then', program: (key) => wss(`keyOf(req).then((k) => {\n${guard('k')}\n});`, `const keyOf = async (request) => ${key('request')};`) },
  { name: 'a callback', program: (key) => wss(`keyOf(req, (error, k) => {\nif (error) return ws.close();\n${guard('k')}\n});`, `async function keyOf(request, done) {\ndone(null, ${key('request')});\n}`) },
  { name: 'String', program: (key) => wss(`const k = String(${key('req')});\n${guard('k')}`) },
  { name: 'a template', program: (key) => wss(`const k = \`conn:\${${key('req')}}\`;\n${guard('k')}`) },
  { name: 'a plus', program: (key) => wss(`const k = 'conn:' + ${key('req')};\n${guard('k')}`) },
  { name: 'trim', program: (key) => wss(`const k = ${key('req')}.trim();\n${guard('k')}`) },
  { name: 'let and try', program: (key) => wss(`let k;\ntry {\nk = ${key('req')};\n} catch {\nreturn ws.close();\n}\nif (!k) return ws.close();\n${guard('k')}`) },
  { name: 'socket.data', program: (key) => io(`io.use(async (socket, next) => {\nsocket.data.k = ${key('socket.request')};\nnext();\n});`, guardIo('ws.data.k')) },
  { name: 'an object on socket.data', program: (key) => io(`io.use(async (socket, next) => {\nsocket.data.owner = { k: ${key('socket.request')} };\nnext();\n});`, `const { k } = ws.data.owner;\n${guardIo('k')}`) },
  { name: 'a middleware with a name', program: (key) => io(`io.use(identify);\nasync function identify(socket, next) {\nsocket.k = ${key('socket.request')};\nnext();\n}`, guardIo('ws.k')) },
  { name: 'the request', program: (key) => io(`io.engine.use(async (req, res, next) => {\nreq.k = ${key('req')};\nnext();\n});`, `const { k } = ws.request;\n${guardIo('k')}`) },
  {
    name: 'an argument of emit',
    program: (key) => `const open = new Map();
const wss = new WebSocketServer({ noServer: true });
createServer().on('upgrade', async (req, socket, head) => {
const k = ${key('req')};
wss.handleUpgrade(req, socket, head, (ws) => wss.emit('connection', ws, req, k));
});
wss.on('connection', (ws, req, k) => {
${guard('k')}
});`,
  },
  { name: 'a WeakMap', program: (key) => wss(`keys.set(ws, ${key('req')});\nenter(ws);`, `const keys = new WeakMap();\nfunction enter(ws) {\nconst k = keys.get(ws);\n${guard('k')}\n}`) },
  { name: 'a record in a Map', program: (key) => wss(`sessions.set(ws, { k: ${key('req')} });\nws.on('close', () => sessions.delete(ws));\nenter(ws);`, `const sessions = new Map();\nfunction enter(ws) {\nconst { k } = sessions.get(ws);\n${guard('k')}\n}`) },
];
