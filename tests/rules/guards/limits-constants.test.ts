import { enforced, type Example, example, testExamples } from './examples.js';

/** `declarations` before the server; `limit` is what the size is compared with. */
const js = (name: string, limit: number | string, declarations: string, expression: string, inside = ''): Example =>
  example(
    name,
    enforced(limit),
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

${declarations}
const io = new Server(3000);
const tabs = new Map();

io.use(authenticate);
io.use((socket, next) => {
  ${inside}
  const mine = tabs.get(socket.data.userId) ?? new Set();
  if (mine.size >= ${expression}) return next(new Error('limit'));
  tabs.set(socket.data.userId, mine.add(socket));
  socket.conn.once('close', () => mine.delete(socket));
  next();
});
io.on('connection', (socket) => socket.emit('hello'));
`,
  );

/** A class that holds the limit; `build` makes an instance of it. */
const ts = (name: string, limit: number | string, members: string, expression: string, build = 'new Gate()', before = ''): Example =>
  example(
    name,
    enforced(limit),
    `
import { WebSocketServer, type WebSocket } from 'ws';
import { verify } from './token';

${before}
class Gate {
  private readonly inside = new Map<string, Set<WebSocket>>();
  ${members}

  admits(user: string): boolean {
    return (this.inside.get(user)?.size ?? 0) < ${expression};
  }

  enter(user: string, ws: WebSocket): void {
    const mine = this.inside.get(user) ?? new Set<WebSocket>();
    this.inside.set(user, mine.add(ws));
    ws.once('close', () => mine.delete(ws));
  }
}

const gate = ${build};
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', (ws: WebSocket, req) => {
  const { sub } = verify(req.headers.authorization);
  if (!gate.admits(sub)) {
    ws.close(1013);
    return;
  }
  gate.enter(sub, ws);
});
`,
    { language: 'ts' },
  );

export const examples = [
  js('a literal', 7, '', '7'),
  js('a constant of the module', 7, 'const MAX_TABS = 7;', 'MAX_TABS'),
  js('a constant of the function', 7, '', 'most', 'const most = 7;'),
  js('a constant of a constant', 7, 'const BASE = 7;\nconst MAX_TABS = BASE;', 'MAX_TABS'),
  js('arithmetic', 6, 'const DEVICES = 3;\nconst MAX_TABS = DEVICES * 2;', 'MAX_TABS'),
  js('a member of an object', 7, 'const LIMITS = { tabs: 7, rooms: 50 };', 'LIMITS.tabs'),
  js('a member of a member', 7, 'const config = { ws: { perUser: { tabs: 7 } } };', 'config.ws.perUser.tabs'),
  js('a member in brackets', 7, "const LIMITS = { 'tabs-per-user': 7 };", "LIMITS['tabs-per-user']"),
  js('a member of a frozen object', 7, 'const LIMITS = Object.freeze({ tabs: 7 });', 'LIMITS.tabs'),
  js('taken apart', 7, 'const { tabs: most } = { tabs: 7, rooms: 50 };', 'most'),
  js('taken apart with a default', 7, 'const options = {};\nconst { tabs: most = 7 } = options;', 'most'),
  js('an element of an array', 7, 'const [most] = [7, 50];', 'most'),
  js('a spread object that is overridden', 7, 'const base = { tabs: 2 };\nconst config = { ...base, tabs: 7 };', 'config.tabs'),
  js('a spread object that is not overridden', 2, 'const base = { tabs: 2 };\nconst config = { tabs: 7, ...base };', 'config.tabs'),
  js('a function that gives it', 7, 'function most() {\n  return 7;\n}', 'most()'),
  js('a default of a parameter', 7, 'const limitOf = (most = 7) => most;', 'limitOf()'),
  js('an argument instead of the default of a parameter', 5, 'const limitOf = (most = 7) => most;', 'limitOf(5)'),
  js('clamped', 7, 'const MAX_TABS = Math.min(7, 50);', 'MAX_TABS'),
  js('written with a separator', 10, 'const MAX_TABS = 1_0;', 'MAX_TABS'),
  js('a text that is a number', 7, "const MAX_TABS = Number('7');", 'MAX_TABS'),
  js('a text that is parsed', 7, "const MAX_TABS = parseInt('7', 10);", 'MAX_TABS'),
  ts('a static field', 7, 'static readonly MAX = 7;', 'Gate.MAX'),
  ts('a private static field', 7, 'static readonly #most = 7;', 'Gate.#most'),
  ts('a field', 7, 'private readonly most = 7;', 'this.most'),
  ts('a private field', 7, '#most = 7;', 'this.#most'),
  ts('a getter', 7, 'private get most(): number { return 7; }', 'this.most'),
  ts('a field that the constructor sets', 7, 'private readonly most: number;\n  constructor() { this.most = 7; }', 'this.most'),
  ts('an argument of the constructor', 7, 'constructor(private readonly most: number) {}', 'this.most', 'new Gate(7)'),
  ts('a default of the constructor', 7, 'constructor(private readonly most = 7) {}', 'this.most'),
  ts('an argument instead of the default', 5, 'constructor(private readonly most = 7) {}', 'this.most', 'new Gate(5)'),
  ts('an option with a default', 7, 'private readonly most: number;\n  constructor(options: { most?: number } = {}) { this.most = options.most ?? 7; }', 'this.most'),
  ts('an option that is given', 5, 'private readonly most: number;\n  constructor(options: { most?: number } = {}) { this.most = options.most ?? 7; }', 'this.most', 'new Gate({ most: 5 })'),
  ts('an option taken apart', 5, 'private readonly most: number;\n  constructor({ most = 7 }: { most?: number } = {}) { this.most = most; }', 'this.most', 'new Gate({ most: 5 })'),
  ts('options over defaults', 5, 'private readonly options: { most: number; name: string };\n  constructor(options: { most?: number }) { this.options = { ...DEFAULTS, ...options }; }', 'this.options.most', 'new Gate({ most: 5 })', "const DEFAULTS = { most: 7, name: 'gate' };"),
  ts('defaults that are not overridden', 7, 'private readonly options: { most: number; name: string };\n  constructor(options: { name?: string }) { this.options = { ...DEFAULTS, ...options }; }', 'this.options.most', "new Gate({ name: 'x' })", "const DEFAULTS = { most: 7, name: 'gate' };"),
  ts('an enum', 7, '', 'Limit.Tabs', 'new Gate()', 'enum Limit { Rooms = 50, Tabs = 7 }'),
  ts('a const enum that counts on', 7, '', 'Limit.Tabs', 'new Gate()', 'const enum Limit { Rooms = 6, Tabs }'),
  ts('as const and satisfies', 7, '', 'LIMITS.tabs', 'new Gate()', 'const LIMITS = { tabs: 7 } as const satisfies Record<string, number>;'),
  ts('a cast', 7, '', '(LIMITS.tabs as number)', 'new Gate()', 'const LIMITS: Record<string, number> = { tabs: 7 };'),
  ts('without null, says the author', 7, '', 'LIMITS.tabs!', 'new Gate()', 'const LIMITS: { tabs?: number } = { tabs: 7 };'),
];

testExamples('limits that are written down', examples);
