import { countingIn } from './guard-texts.js';
import type { ExportModel, LibraryModel, WayInModel } from './model.js';
import { ROUTE_METHODS } from './routes.js';

const own: Pick<WayInModel, 'isSite' | 'covers'> = { isSite: false, covers: 'emitter' };
const WAYS: readonly WayInModel[] = [
  { made: true, phase: 'accepted', parameters: [], isSite: true, covers: 'emitter' },
  // Runs for plain requests, too, and what it returns never refuses.
  { ...own, isGiven: true, phase: 'handshake', parameters: ['hono:context'], rejectsByThrowing: true },
  { ...own, option: 'onMessage', phase: 'message', parameters: [undefined, 'hono:connection'] },
  { ...own, option: 'onClose', phase: 'closed', parameters: [undefined, 'hono:connection'] },
];

const PITFALLS = [
  'The function that makes the events also runs for plain requests and for clients that are gone before they open, and neither `onOpen` nor `onClose` follows: count in `onOpen`.',
  'Under Bun each event has an object of its own for the connection: what is added in `onOpen` is found again in `onClose` by `ws.raw` alone.',
  'With `@hono/node-ws` a client that resets its connection during an asynchronous handshake ends the process, unless an `upgrade` listener of your own listens for errors of the raw socket.',
];

// Under Bun each event has an object of its own for the connection; what that wraps stays the same.
const opening = countingIn({
  open: 'onOpen',
  close: 'onClose',
  kept: '{{0}}.raw',
  parameters: ['_event', 'ws'],
  refuse: [
    "{{0}}.close(1008, 'Connection limit reached');",
    'js|{{timer}}(() => {{0}}.raw?.terminate?.(), 1000).unref();',
    'ts|{{timer}}(() => { ({{0}}.raw as { terminate?: () => void } | undefined)?.terminate?.(); }, 1000).unref();',
  ],
});
const adapter: ExportModel = { calls: 'hono:adapter' };
const upgrader: ExportModel = { type: 'hono:upgrader' };

/** The adapters for Node, Bun and Deno. https://hono.dev/docs/helpers/websocket */
export const honoWebsocket: LibraryModel = {
  name: 'hono/ws',
  specifiers: ['hono/ws', 'hono/bun', '@hono/node-ws', '@hono/node-server', '@hono/bun', 'npm:hono/bun', 'jsr:@hono/hono/bun', 'jsr:@hono/hono/ws', '@hono/hono/ws'],
  versions: 'hono 3.11 to 4.13, @hono/node-ws 1.3, @hono/node-server 1.19',
  isSubject: true,
  marks: [String.raw`\bupgradeWebSocket\s{0,9}[(<]`],
  exports: {
    upgradeWebSocket: { calls: 'hono:route' },
    createNodeWebSocket: adapter,
    createBunWebSocket: adapter,
    defineWebSocketHelper: { calls: 'hono:upgrader' },
    UpgradeWebSocket: upgrader,
    NodeWebSocket: { type: 'hono:adapter', members: { upgradeWebSocket: upgrader } },
    WSContext: { type: 'hono:connection' },
    // Given to Bun.serve.
    websocket: {},
    getBunServer: { calls: 'bun:server' },
  },
  roles: {
    'hono:adapter': { members: { upgradeWebSocket: 'hono:upgrader', websocket: 'hono:callbacks', wss: 'ws:server' } },
    'hono:upgrader': { called: 'hono:route' },
    'hono:callbacks': { isHandler: true },
    'hono:handler': { optionsAreReturned: true, mountedBy: [...ROUTE_METHODS, 'on', 'use'], waysIn: WAYS },
    'hono:opened': {
      handshakeHook: 'middleware of the route, before `upgradeWebSocket`, with status 429',
      extends: 'hono:handler',
      waysIn: [{ ...own, option: 'onOpen', phase: 'accepted', parameters: [undefined, 'hono:connection'] }],
    },
    'hono:route': { extends: 'hono:opened', guards: [opening] },
    'hono:connection': {
      bag: 'raw',
      members: { raw: 'ws:connection' },
      methods: { close: { rejects: true } },
      sources: { url: 'client' },
    },
  },
  pitfalls: PITFALLS,
};

/** There a client that was refused after it was accepted, and that stays silent, cannot be ended: no guard is written. */
export const honoDeno: LibraryModel = {
  name: 'hono/deno',
  specifiers: ['hono/deno', '@hono/deno', 'npm:hono/deno', 'jsr:@hono/hono/deno', '@hono/hono/deno'],
  versions: '4.13',
  isSubject: true,
  exports: { upgradeWebSocket: { calls: 'hono:opened' } },
  roles: {},
};

/** There `onOpen` never runs (source of 4.13). */
export const honoWorkers: LibraryModel = {
  name: 'hono/cloudflare-workers',
  specifiers: ['hono/cloudflare-workers', 'hono/cloudflare-pages', '@hono/cloudflare-workers'],
  versions: '4.13',
  isSubject: true,
  exports: { upgradeWebSocket: { calls: 'hono:handler' } },
  roles: {},
};
