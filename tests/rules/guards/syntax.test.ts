import { enforced, evicts, type Example, type Expected, example, testExamples } from './examples.js';

const ts = (name: string, expected: Expected, body: string, state = 'const open = new Map<string, Set<WebSocket>>();'): Example =>
  example(
    name,
    expected,
    `
import { WebSocketServer, type WebSocket } from 'ws';
import type { IncomingMessage } from 'node:http';
import { verify } from './token';

const wss = new WebSocketServer({ port: 8080 });
${state}

wss.on('connection', (ws: WebSocket, req: IncomingMessage) => {
  const sub: string = verify(req.headers.authorization).sub;
${body}
});
`,
    { language: 'ts' },
  );

const release = `
  ws.on('close', () => open.get(sub)?.delete(ws));`;

export const examples = [
  ts('casts and no null', enforced(3), `
  if (!open.has(sub)) open.set(sub, new Set());
  const mine = open.get(sub)! as Set<WebSocket>;
  if ((mine as Set<unknown>).size >= (3 as number)) return (ws as WebSocket).close(1013);
  mine.add(ws);${release}`),
  ts('calls that may not happen', enforced(3), `
  if ((open?.get?.(sub)?.size ?? 0) >= 3) return ws?.close?.(1013);
  open.set(sub, (open.get(sub) ?? new Set<WebSocket>()).add(ws));${release}`),
  ts('a sequence', enforced(3), `
  const mine = open.get(sub) ?? new Set<WebSocket>();
  if (mine.size >= 3) return void (ws.send('limit'), ws.close(1013));
  open.set(sub, mine.add(ws));${release}`),
  ts('a function that is called at once', enforced(3), `
  const isFull = ((): boolean => {
    const mine = open.get(sub);
    return mine !== undefined && mine.size >= 3;
  })();
  if (isFull) return ws.close(1013);
  open.set(sub, (open.get(sub) ?? new Set<WebSocket>()).add(ws));${release}`),
  ts('a nested function', enforced(3), `
  function enter(): boolean {
    const mine = open.get(sub) ?? new Set<WebSocket>();
    if (mine.size >= 3) return false;
    open.set(sub, mine.add(ws));
    return true;
  }
  if (!enter()) ws.close(1013);${release}`),
  ts('an else', enforced(3), `
  const mine = open.get(sub) ?? new Set<WebSocket>();
  if (mine.size < 3) {
    open.set(sub, mine.add(ws));
  } else {
    ws.close(1013);
    return;
  }${release}`),
  ts('an else if', enforced(3), `
  const mine = open.get(sub);
  if (!mine) {
    open.set(sub, new Set([ws]));
  } else if (mine.size >= 3) {
    ws.close(1013);
  } else {
    mine.add(ws);
  }${release}`),
  ts('nested conditions', enforced(3), `
  const mine = open.get(sub);
  if (mine) {
    if (mine.size >= 3) {
      ws.close(1013);
      return;
    }
    mine.add(ws);
  } else {
    open.set(sub, new Set([ws]));
  }${release}`),
  ts('a try and a finally', enforced(3), `
  let mine = open.get(sub);
  try {
    mine ??= new Set<WebSocket>();
    if (mine.size >= 3) return ws.close(1013);
    mine.add(ws);
  } finally {
    if (mine) open.set(sub, mine);
  }${release}`),
  ts('private methods and fields', enforced(3), `
  doorman.enter(sub, ws);`, `class Doorman {
  static #instances = 0;
  readonly #open = new Map<string, Set<WebSocket>>();
  readonly #most: number;

  static {
    Doorman.#instances = 0;
  }

  constructor(most: number) {
    this.#most = most;
    Doorman.#instances += 1;
  }

  #isFull(user: string): boolean {
    return (this.#open.get(user)?.size ?? 0) >= this.#most;
  }

  enter(user: string, ws: WebSocket): void {
    if (this.#isFull(user)) {
      ws.close(1013);
      return;
    }
    this.#open.set(user, (this.#open.get(user) ?? new Set()).add(ws));
    ws.on('close', () => this.#open.get(user)?.delete(ws));
  }
}
const doorman = new Doorman(3);`),
  ts('a getter', enforced(3), `
  const account = accounts.get(sub) ?? new Account();
  accounts.set(sub, account);
  if (account.isFull) return ws.close(1013);
  account.sockets.add(ws);
  ws.on('close', () => account.sockets.delete(ws));`, `class Account {
  readonly sockets = new Set<WebSocket>();
  get isFull(): boolean {
    return this.sockets.size >= 3;
  }
}
const accounts = new Map<string, Account>();`),
  ts('a generic class', enforced(3), `
  if (!slots.take(sub, ws)) return ws.close(1013);
  ws.on('close', () => slots.give(sub, ws));`, `class Slots<K, V> {
  private readonly held = new Map<K, Set<V>>();
  constructor(private readonly most: number) {}
  take(key: K, value: V): boolean {
    const mine = this.held.get(key) ?? new Set<V>();
    if (mine.size >= this.most) return false;
    this.held.set(key, mine.add(value));
    return true;
  }
  give(key: K, value: V): void {
    this.held.get(key)?.delete(value);
  }
}
const slots = new Slots<string, WebSocket>(3);`),
  ts('a subclass of Map', enforced(3), `
  const mine = open.of(sub);
  if (mine.size >= 3) return ws.close(1013);
  mine.add(ws);${release}`, `class Sockets extends Map<string, Set<WebSocket>> {
  of(key: string): Set<WebSocket> {
    const found = this.get(key) ?? new Set<WebSocket>();
    this.set(key, found);
    return found;
  }
}
const open = new Sockets();`),
  ts('a namespace of TypeScript', enforced(3), `
  if (Door.isFull(sub)) return ws.close(1013);
  Door.open.set(sub, (Door.open.get(sub) ?? new Set()).add(ws));
  ws.on('close', () => Door.open.get(sub)?.delete(ws));`, `namespace Door {
  export const open = new Map<string, Set<WebSocket>>();
  export const isFull = (user: string): boolean => (open.get(user)?.size ?? 0) >= 3;
}`),
  ts('arguments that are spread', enforced(3), `
  const mine = open.get(sub) ?? new Set<WebSocket>();
  const reason: [number, string] = [1013, 'limit'];
  if (mine.size >= 3) return ws.close(...reason);
  open.set(sub, mine.add(ws));${release}`),
  ts('a label', evicts(3), `
  const mine = open.get(sub) ?? new Set<WebSocket>();
  trim: for (const old of mine) {
    if (mine.size < 3) break trim;
    old.close(4001);
    mine.delete(old);
  }
  open.set(sub, mine.add(ws));${release}`),
  ts('a do-while', evicts(3), `
  const list = [...(open.get(sub) ?? []), ws];
  while (list.length > 3) {
    const [oldest] = list.splice(0, 1);
    oldest?.close(4001);
  }
  open.set(sub, new Set(list));${release}`),
];

testExamples('syntax', examples);
