import type { ExportModel, GuardModel, LibraryModel, MethodModel } from './model.js';

const upgradeWebSocket: ExportModel = {
  calls: 'deno:upgrade',
  accepts: { arguments: ['fetch:request'], callback: [], emits: 'deno:upgrade', rejectsByReturning: 'exit' },
};
// The signal tells of nothing that was before it was first asked for. A client that goes away behind it is told of by no
// event, and a socket cannot be ended before it is open: the timer gives its slot back, and one that opens later is closed.
const accepting: GuardModel = {
  place: 'accept',
  early: 'const {{signal}} = {{0}}.signal;',
  lines: [
    '{{identity}}',
    'const {{open}} = {{tracker}}.get({{user}}) ?? new {{Set}}();',
    'late|if ({{signal}}.aborted || {{open}}.size >= {{max}}) {',
    'soon|if ({{open}}.size >= {{max}}) {',
    "  return new Response('Connection limit reached', { status: 429 });",
    '}',
  ],
  behind: {
    connection: 'socket',
    answer: 'response',
    lines: [
      '{{tracker}}.set({{user}}, {{open}}.add({{1}}));',
      'const {{release}} = () => {',
      '  if ({{open}}.delete({{1}}) && {{open}}.size === 0) {{tracker}}.delete({{user}});',
      '};',
      "{{1}}.addEventListener('close', {{release}});",
      '{{timer}}(() => {',
      '  if ({{1}}.readyState === {{1}}.CONNECTING) {{release}}();',
      '}, 1000);',
      "{{1}}.addEventListener('open', () => {",
      "  if (!{{open}}.has({{1}})) {{1}}.close(1008, 'Connection limit reached');",
      '});',
    ],
  },
};

const serve: ExportModel = { hands: ['fetch:request', 'deno:info'] };

/**
 * Whatever leaves the handler before the upgrade refuses. A client that went away before it gets neither `open` nor
 * `close`. https://docs.deno.com/api/deno/~/Deno.upgradeWebSocket
 */
export const deno: LibraryModel = {
  name: 'deno',
  specifiers: [],
  versions: '2.9',
  isSubject: true,
  exports: {},
  globals: { Deno: { members: { upgradeWebSocket, serve } } },
  roles: {
    'deno:upgrade': { guards: [accepting], members: { socket: 'deno:connection' } },
    'deno:info': { sources: { remoteAddr: 'address' } },
    'deno:connection': {
      methods: { close: { rejects: true } },
      listeners: { onopen: 'accepted', onmessage: 'message', onclose: 'closed', onerror: 'closed' },
      ends: ['close', 'error'],
    },
  },
  pitfalls: [
    'A client that goes away between the upgrade and the opening gets neither `open` nor `close`: a slot that was reserved for it needs a timer.',
    'A socket cannot be ended by force: one that was refused by `socket.close` and never answers stays for as long as its client likes. Refuse before the upgrade.',
    '`request.signal` tells of a client that went away only if it was asked for before that; `socket.close` before the opening does nothing.',
  ],
};

/** Before `Deno.serve` there was one in the standard library. */
export const denoStandard: LibraryModel = {
  name: '@std/http',
  specifiers: ['https://deno.land/std/http/server.ts', 'https://deno.land/std/http/mod.ts', '@std/http'],
  versions: '0.224, 1.0',
  isSubject: false,
  exports: { serve },
  roles: {},
};

const router: ExportModel = { constructs: 'oak:router', type: 'oak:router' };
const route: MethodModel = { chains: true, hands: ['oak:context'] };

/** A context without an upgrade is answered by HTTP. https://jsr.io/@oak/oak */
export const oak: LibraryModel = {
  name: '@oak/oak',
  specifiers: ['@oak/oak', 'https://deno.land/x/oak/mod.ts'],
  versions: '17',
  isSubject: true,
  exports: { Router: router, Application: router, Context: { type: 'oak:context' }, RouterContext: { type: 'oak:context' }, RouterMiddleware: { parameters: ['oak:context'] }, Middleware: { parameters: ['oak:context'] } },
  marks: [String.raw`\bdeno\.land/x/oak@`, String.raw`\bctx\.upgrade\(\)`, String.raw`\bcontext\.upgrade\(\)`],
  roles: {
    'oak:router': { methods: { use: route, get: route, all: route, add: route } },
    'oak:context': {
      members: { request: 'oak:request' },
      methods: {
        upgrade: { gives: 'deno:connection', accepts: { arguments: [], callback: [], emits: 'oak:upgrade', rejectsByReturning: 'exit' } },
        throw: { rejects: true },
      },
      sources: { params: 'client' },
    },
    'oak:upgrade': {},
    'oak:request': {
      sources: { ip: 'address', ips: 'address', 'headers.x-forwarded-for': 'address', 'headers.x-real-ip': 'address', headers: 'client', url: 'client' },
    },
  },
};
