/** Programs that every parser of their language accepts. */
export interface Program {
  readonly name: string;
  readonly filename: string;
  readonly sourceType: 'module' | 'commonjs';
  readonly code: string;
}

const socketIo: Program = {
  name: 'a chat server',
  filename: 'chat.js',
  sourceType: 'module',
  code: `import { createServer } from 'node:http';
import { Server } from 'socket.io';
import * as tokens from './tokens.js';

const http = createServer();
const io = new Server(http, { cors: { origin: '*' }, maxHttpBufferSize: 1e6 });
const open = new Map();
export const { MAX_PER_USER: max = 3, ...others } = process.env;

io.use(async (socket, next) => {
  try {
    const { id } = await tokens.verify(socket.handshake.auth?.token ?? socket.handshake.query.token);
    socket.data.user = id;
    if ((open.get(id)?.size ?? 0) >= Number(max)) {
      next(new Error(\`\${id} has too many\`));
      return;
    }
    next();
  } catch (error) {
    next(error);
  }
});

io.on('connection', (socket) => {
  const user = socket.data.user;
  const mine = open.get(user) ?? new Set();
  open.set(user, mine.add(socket));
  socket.on('message', (text, acknowledge = () => {}) => {
    if (!text) return acknowledge(false);
    for (const other of mine) if (other !== socket) other.emit('message', text);
    acknowledge(true);
  });
  socket.once('disconnect', () => {
    mine.delete(socket);
    if (mine.size === 0) open.delete(user);
  });
});

http.listen(process.env.PORT || 3000, function listening() {
  console.log('listening on %d', this.address().port);
});
export default io;
`,
};

const wsCommonJs: Program = {
  name: 'a CommonJS server with upgrades',
  filename: 'upgrade.cjs',
  sourceType: 'commonjs',
  code: `'use strict';
const http = require('http');
const { WebSocketServer, WebSocket: Socket } = require('ws');
const auth = require('./auth')(process.env.SECRET);

class Tracker {
  static limit = 3;
  #counts = new Map();
  get size() { return this.#counts.size; }
  acquire(user) {
    const count = this.#counts.get(user) || 0;
    if (count >= Tracker.limit) return false;
    this.#counts.set(user, count + 1);
    return true;
  }
  release = (user) => {
    const left = this.#counts.get(user) - 1;
    left > 0 ? this.#counts.set(user, left) : this.#counts.delete(user);
  };
}

const tracker = new Tracker(), server = http.createServer(), wss = new WebSocketServer({ noServer: true });
server.on('upgrade', function (request, socket, head) {
  auth.verify(request, function (error, user) {
    if (error || !user) { socket.write('HTTP/1.1 401 Unauthorized\\r\\n\\r\\n'); return socket.destroy(); }
    switch (request.url) {
      case '/chat':
      case '/':
        break;
      default:
        socket.destroy();
        return;
    }
    if (!tracker.acquire(user.id)) return void socket.destroy();
    wss.handleUpgrade(request, socket, head, (ws) => wss.emit('connection', ws, request, user));
  });
});
wss.on('connection', (ws, request, { id }) => {
  ws.isAlive = true;
  ws.on('pong', () => { ws.isAlive = true; });
  ws.on('close', () => tracker.release(id));
});
let dead = 0, i;
const timer = setInterval(() => {
  for (const ws of wss.clients) {
    if (ws.isAlive === false) { dead += 1; ws.terminate(); continue; }
    ws.isAlive = false;
    ws.ping();
  }
  do dead--; while (dead > 0);
  for (i = 0; i < 3; i++) void 0;
}, 30000);
wss.on('close', () => clearInterval(timer));
exports.server = server;
module.exports.tracker = tracker;
if (require.main === module) server.listen(8080);
`,
};

const odd: Program = {
  name: 'rare forms',
  filename: 'odd.js',
  sourceType: 'module',
  code: `import def, { a as b, default as c, 'd e' as f } from './names.js';
import * as all from "./all.js";
export { b as g, 'h i' as j } from './more.js'; export * from './rest.js'; export * as ns from './ns.js';
var v; let [x, , y = def(), ...z] = all.list, { p: { q: [r] = [] } = {}, ['s']: s, [\`t\${v}\`]: t, ...u } = all;
x ??= y; x ||= (b, c); all.k &&= f; [x, y] = [y, x]; ({ x, y: all.y, ...all.rest } = z); v **= 2; delete all?.x?.[y];
label: for (const k in all) { for (;;) { if (k) continue label; else break label; } }
while (x) if (y) break; else continue;
for await (const [k2, { v2 = 1 }] of all.stream()) ({ k2, v2, 'quoted key': 1, 2: 3, [k2]: v2, async *gen() { yield* z; }, get got() { return 1 }, set got(w) {}, __proto__: null, constructor() {} });
const o = (await import('./lazy.js')).default, n = new (class extends all.Base { static { this.x = new.target; } static #p = 1; static async m() { return super.m?.() ?? #p in this; } constructor(...args) { super(...args); } })(1n, 0x10, .5, 1e999, -0, /r/giu, \`a\${x}\${y}b\`, all.tag\`\${z}\\u{41}\`);
function* gen(one, { two, three = two } = {}, [four] = [], ...{ length }) { const got = yield one; try { throw got; } catch { return; } finally { length++; } }
const arrow = async ({ a1 }, b1 = (() => a1)()) => ({ ...(await a1), b1 }), self = function me(n1) { return n1 ? me(--n1) : this ?? arguments; };
if (typeof globalThis !== 'undefined' && !(v instanceof Object) || ~x) { { let v = 1; v++; } } else if (import.meta.url) throw void 0, new Error('x', { cause: v });
switch (x) { case 1: case y: { let z = 1; all(z); } break; default: all(); case 3: all(3); }
export default class { static x = 1; 'y' = 2; 3 = 4; [x] = 5; static async *[Symbol.asyncIterator]() {} }
export { x, y as 'the y', o as default2 };
debugger; ; (0, all.f)?.(x)?.y.z?.[0](...z);
`,
};

const typed: Program = {
  name: 'a typed gateway',
  filename: 'gateway.ts',
  sourceType: 'module',
  code: `import type { IncomingMessage } from 'node:http';
import WebSocket, { WebSocketServer, type RawData } from 'ws';
import events = require('node:events');
import type * as types from './types.js';

export interface Options extends types.Base<string> { readonly wss?: WebSocketServer; limits: { perUser: number; server: import('http').Server } }
export type Client<T extends object = object> = WebSocket & { user?: User<T>; readonly 'is alive': boolean } | null;
interface User<T> { id: string; data: T; friends: readonly User<T>[] }
enum Limit { PerUser = 3, PerRoom, Name = 'x', All = PerUser * 2 }
declare const enum Hidden { A = 1 }
namespace Config.Inner { export const max = Limit.PerUser; export function read(): number { return max; } const own = 1; }
declare module 'ws' { interface WebSocket { user: string } }
declare global { interface Window { x: string } }
declare function external(this: WebSocketServer, a: string): asserts a is 'a';
export import Read = Config.Inner.read;

export abstract class Gateway<C extends WebSocket = WebSocket> extends events.EventEmitter implements Options {
  static readonly shared = new Map<string, Set<WebSocket>>();
  declare readonly limits: Options['limits'];
  private open!: Map<string, Set<C>>;
  protected abstract readonly name: string;
  accessor state = 1;
  readonly #own: number;
  [key: string]: unknown;
  constructor(private readonly options: Readonly<Options>, public max: number = 3, { own = 1 }: { own?: number } = {}) { super(); this.#own = own; }
  abstract greet(client: C): void;
  add(user: string): boolean;
  add(user: string, client: C): boolean;
  add(user: any, client?: C | undefined): boolean {
    const mine = this.open.get(user) as Set<C> | undefined;
    if ((mine?.size ?? 0) >= this.max!) return false;
    mine?.add(client!);
    return (<unknown>client satisfies unknown) !== undefined;
  }
  get wss(): WebSocketServer { return this.options.wss!; }
  override on(this: this, event: string, listener: (...args: any[]) => void): this { return super.on(event, listener); }
}
export const start = <T,>({ wss, limits: { perUser = 3 } }: Options, ...rest: T[]): asserts wss is WebSocketServer => {
  wss?.on('connection', async (ws: Client<{}>, request: IncomingMessage) => { if (!ws) return; ws.on('message', (data: RawData) => { data; }); await using lock = f<string>(request); });
};
function f<T>(value: unknown): T; function f(value: any) { return value; }
let definite!: string, tuple: [a: string, b?: number, ...c: boolean[]], mapped: { [K in keyof Options]?: Options[K] }, conditional: Options extends infer O ? O : never, call: typeof start, made: InstanceType<typeof Gateway>;
export default abstract class {}
export type { Options as Settings }; export { type Client as Peer };
`,
};

const decorated: Program = {
  name: 'a decorated gateway',
  filename: 'decorated.ts',
  sourceType: 'module',
  code: `import { ConnectedSocket, MessageBody, SubscribeMessage, WebSocketGateway, WebSocketServer } from '@nestjs/websockets';
import { Server, Socket } from 'socket.io';
import { Limits } from './limits';

@WebSocketGateway(3001, { namespace: '/chat', cors: true })
export class ChatGateway {
  @WebSocketServer() server: Server;
  constructor(@Inject('limits') private readonly limits: Limits, private readonly users?: Map<string, number>) {}
  async handleConnection(client: Socket, ...args: unknown[]): Promise<void> {
    const user = await this.limits.userOf(client.handshake.auth['token'] as string);
    const count = this.users?.get(user) ?? 0;
    if (count >= this.limits.max) { client.disconnect(true); return; }
    this.users!.set(user, count + 1);
  }
  @SubscribeMessage('message')
  onMessage(@ConnectedSocket() client: Socket, @MessageBody('text') { text }: { text: string }): string { return text; }
}
function Inject(name: string) { return (_target: object, _key: string | undefined, _index: number): void => { void name; }; }
`,
};

const view: Program = {
  name: 'a page',
  filename: 'page.jsx',
  sourceType: 'module',
  code: `import { useEffect, useState } from 'react';
import { io } from 'socket.io-client';
export default function Page({ room, ...props }) {
  const [messages, setMessages] = useState([]);
  useEffect(() => {
    const socket = io(\`/\${room}\`);
    socket.on('message', (message) => setMessages((old) => [...old, message]));
    return () => { socket.close(); };
  }, [room]);
  return <main {...props} onClick={() => setMessages([])}><>{messages.map((text, index) => <p key={index} data-x="y">{text ?? 'none'}</p>)}</><a.b /></main>;
}
`,
};

export const JAVASCRIPT: readonly Program[] = [socketIo, wsCommonJs, odd, view];
export const TYPESCRIPT: readonly Program[] = [typed, decorated];
