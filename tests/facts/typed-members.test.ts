import { describe, expect, it } from 'vitest';
import { lint } from '../rules/lint.js';

/** A server that limits its users, and one that does not, around the way in which `wss` is got. */
const CASES: Readonly<Record<string, (listener: string) => string>> = {
  'a member of a parameter whose type is an interface': (listener) => `
interface Options { readonly wss: WebSocketServer; name: string }
export function attach(options: Options): void {
  options.wss.on('connection', ${listener});
}`,
  'a member of a parameter whose type is written out': (listener) => `
export function attach(options: { wss: WebSocketServer }): void {
  options.wss.on('connection', ${listener});
}`,
  'a destructured parameter': (listener) => `
interface Options { wss: WebSocketServer }
export function attach({ wss }: Options): void {
  wss.on('connection', ${listener});
}`,
  'a destructured parameter with a new name and a default': (listener) => `
type Options = { sockets?: WebSocketServer };
export function attach({ sockets: wss = fallback() }: Options): void {
  wss.on('connection', ${listener});
}
declare function fallback(): WebSocketServer;`,
  'a destructured variable': (listener) => `
interface Options { wss: WebSocketServer }
const { wss }: Options = load();
wss.on('connection', ${listener});
declare function load(): Options;`,
  'an optional member': (listener) => `
interface Options { wss?: WebSocketServer | null }
export function attach(options: Options): void {
  options.wss?.on('connection', ${listener});
}`,
  'an optional parameter': (listener) => `
interface Options { wss: WebSocketServer }
export function attach(options?: Options): void {
  options!.wss.on('connection', ${listener});
}`,
  'a member of a member': (listener) => `
interface Servers { wss: WebSocketServer }
interface Options { servers: Servers }
export function attach(options: Options): void {
  options.servers.wss.on('connection', ${listener});
}`,
  'an interface that extends another': (listener) => `
interface Base { wss: WebSocketServer }
interface Options extends Base { name: string }
export function attach(options: Options): void {
  options.wss.on('connection', ${listener});
}`,
  'an intersection': (listener) => `
type Named = { name: string };
export function attach(options: Named & { wss: WebSocketServer }): void {
  options.wss.on('connection', ${listener});
}`,
  'Pick, Readonly and Required': (listener) => `
interface Options { wss?: WebSocketServer; name: string }
export function attach(options: Readonly<Required<Pick<Options, 'wss'>>>): void {
  options.wss.on('connection', ${listener});
}`,
  'an imported type': (listener) => `
export function attach(options: { wss: import('ws').WebSocketServer }): void {
  options.wss.on('connection', ${listener});
}`,
  'a constrained type parameter': (listener) => `
export function attach<O extends { wss: WebSocketServer }>(options: O): void {
  options.wss.on('connection', ${listener});
}`,
  'a class field': (listener) => `
class Gateway {
  wss: WebSocketServer;
  start(): void {
    this.wss.on('connection', ${listener});
  }
}
export const gateway = new Gateway();`,
  'a class field with typed options': (listener) => `
interface Options { wss: WebSocketServer }
class Gateway {
  declare private readonly options: Options;
  start(): void {
    this.options.wss.on('connection', ${listener});
  }
}
export const gateway = new Gateway();`,
  'a constructor option': (listener) => `
interface Options { wss: WebSocketServer }
export class Gateway {
  private readonly wss: WebSocketServer;
  constructor({ wss }: Options) {
    this.wss = wss;
  }
  start(): void {
    this.wss.on('connection', ${listener});
  }
}`,
  'a parameter property': (listener) => `
interface Options { wss: WebSocketServer }
export class Gateway {
  constructor(private readonly options: Options) {}
  start(): void {
    this.options.wss.on('connection', ${listener});
  }
}`,
  'a parameter whose type is a class': (listener) => `
class Services { constructor(readonly wss: WebSocketServer, readonly name: string) {} }
export function attach(services: Services): void {
  services.wss.on('connection', ${listener});
}`,
  'a parameter whose type is a class, with a field that has no type': (listener) => `
class Services {
  name = 'chat';
  wss: WebSocketServer;
}
export function attach(services: Services): void {
  services.wss.on('connection', ${listener});
}`,
  'a variable whose value cannot be seen': (listener) => `
import { start } from './start.js';
const wss: WebSocketServer = await start();
wss.on('connection', ${listener});`,
};

const IMPORTS = `import type { WebSocket, WebSocketServer } from 'ws';
import type { IncomingMessage } from 'node:http';
import { verify } from './auth.js';
const open = new Map<string, Set<WebSocket>>();
`;
const GUARDED = `(ws: WebSocket, request: IncomingMessage) => {
    const user = verify(request);
    const mine = open.get(user.id) ?? new Set<WebSocket>();
    if (mine.size >= 3) {
      ws.close(1008, 'Too many connections');
      return;
    }
    open.set(user.id, mine.add(ws));
    ws.once('close', () => mine.delete(ws));
  }`;
const OPEN = `(ws: WebSocket) => { ws.send('hello'); }`;

describe.each(Object.entries(CASES))('the server is %s', (_name, program) => {
  const verdicts = (listener: string): string[] => lint(IMPORTS + program(listener), 'ts').map(({ messageId }) => messageId);

  it('is found where nothing limits it', () => {
    expect(verdicts(OPEN)).toEqual(['missing']);
  });

  it('passes with a guard', () => {
    expect(verdicts(GUARDED)).toEqual(['enforced']);
  });
});

describe('one interface', () => {
  it('stands for one server in two functions', () => {
    const code = `${IMPORTS}
interface Options { wss: WebSocketServer }
export function limit({ wss }: Options): void {
  wss.on('connection', ${GUARDED});
}
export function serve(options: Options): void {
  options.wss.on('connection', ${OPEN});
}`;
    expect(lint(code, 'ts').map(({ messageId }) => messageId)).toEqual(['enforced']);
  });

  it('stands for two servers under two names', () => {
    const code = `${IMPORTS}
interface Options { users: WebSocketServer; guests: WebSocketServer }
export function serve({ users, guests }: Options): void {
  users.on('connection', ${OPEN});
  guests.on('connection', ${OPEN});
}`;
    expect(lint(code, 'ts').map(({ messageId }) => messageId)).toEqual(['missing', 'missing']);
  });
});

describe('a connection with a type', () => {
  it('is an older one where it lies in a container', () => {
    const code = `${IMPORTS}
export function attach(options: { wss: WebSocketServer }): void {
  options.wss.on('connection', (ws: WebSocket, request: IncomingMessage) => {
    const user = verify(request);
    const mine = last.get(user.id);
    const older: WebSocket | undefined = mine;
    if (older) older.close();
    last.set(user.id, ws);
  });
}
const last = new Map<string, WebSocket>();`;
    expect(lint(code, 'ts').map(({ messageId }) => messageId)).toEqual(['evicts']);
  });

  it('is found in the members of an interface that recurs', () => {
    const code = `${IMPORTS}
interface Node { parent: Node; next: Partial<Node>; wss: WebSocketServer }
export function attach(node: Node): void {
  node.parent.next.parent.wss.on('connection', ${OPEN});
}`;
    expect(lint(code, 'ts').map(({ messageId }) => messageId)).toEqual(['missing']);
  });
});

describe('a type that does not say which server it is', () => {
  const reports = (type: string): string[] => {
    const code = `${IMPORTS}
type Key = 'chat';
interface Servers { chat: WebSocketServer; news: WebSocketServer }
export function attach(given: ${type}): void {
  given.on('connection', ${OPEN});
}`;
    return lint(code, 'ts').map(({ messageId }) => messageId);
  };

  it.each(['Servers[keyof Servers]', 'Servers[Key]', "Servers['chat' | 'news']", 'keyof Servers', "typeof import('./start.js')", '`${string}-server`', 'Key extends string ? string : number', '(name: string) => string', 'unique symbol', 'this'])('%s is taken for unknown', (type) => {
    expect(reports(type)).toEqual(reports('unknown'));
  });
});
