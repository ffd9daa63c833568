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
  specifiers: ['hono/ws', 'hono/bun', 'hono/deno', '@hono/node-ws', '@hono/node-server', '@hono/bun', '@hono/deno', 'npm:hono/deno', 'npm:hono/bun', 'jsr:@hono/hono/deno', 'jsr:@hono/hono/bun', 'jsr:@hono/hono/ws', '@hono/hono/deno', '@hono/hono/ws'],
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
    'hono:route': {
      extends: 'hono:handler',
      guards: [opening],
      waysIn: [{ ...own, option: 'onOpen', phase: 'accepted', parameters: [undefined, 'hono:connection'] }],
    },
    'hono:connection': {
      members: { raw: 'ws:connection' },
      methods: { close: { rejects: true } },
      sources: { url: 'client' },
    },
  },
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
