import { countingIn } from './guard-texts.js';
import type { ExportModel, GuardModel, LibraryModel, RoleModel, WayInModel } from './model.js';

const hook: Pick<WayInModel, 'isSite' | 'covers'> = { isSite: false, covers: 'emitter' };

/** crossws also runs where timers are numbers, and have no `unref`. */
const CLOSING = ["{{0}}.close(1008, 'Connection limit reached');", 'js|{{timer}}(() => {{0}}.terminate(), 1000);', 'ts|{{timer}}(() => { {{0}}.terminate(); }, 1000);'];

/** The hooks of crossws, under an option of whatever takes them. What `upgrade` throws refuses, and so does a `Response`. */
export function crosswsHooks(prefix = ''): readonly WayInModel[] {
  return [
    {
      ...hook,
      option: `${prefix}upgrade`,
      phase: 'handshake',
      parameters: ['crossws:request'],
      rejectsByReturning: 'response',
      rejectsByThrowing: true,
      carries: { to: 'crossws:peer', member: 'context', option: 'context' },
    },
    { ...hook, option: `${prefix}open`, phase: 'accepted', parameters: ['crossws:peer'] },
    { ...hook, option: `${prefix}message`, phase: 'message', parameters: ['crossws:peer', 'crossws:message'] },
    { ...hook, option: `${prefix}close`, phase: 'closed', parameters: ['crossws:peer'] },
    { ...hook, option: `${prefix}error`, phase: 'closed', parameters: ['crossws:peer'] },
  ];
}

/** Not every runtime of crossws has timers with `unref`. */
export function crosswsGuards(prefix = ''): readonly GuardModel[] {
  return [countingIn({ open: `${prefix}open`, close: `${prefix}close`, kept: '{{0}}', parameters: ['peer'], refuse: CLOSING })];
}

const made: WayInModel = { made: true, phase: 'accepted', parameters: [], isSite: true, covers: 'emitter' };

const types: Readonly<Record<string, ExportModel>> = {
  Peer: { type: 'crossws:peer' },
  Message: { type: 'crossws:message' },
};

const UPGRADE = 'the `upgrade` hook, with a `Response` of status 429';

const adapter: RoleModel = {
  handshakeHook: UPGRADE,
  guards: [...crosswsGuards('hooks.'), ...crosswsGuards()],
  waysIn: [{ ...made, isFallback: true }, ...crosswsHooks('hooks.')],
  // Given to `Bun.serve` or to a route of uWebSockets.js, whose connections these are then.
  aliases: { websocket: 'crossws:websocket' },
};

/** https://crossws.h3.dev/guide */
export const crossws: LibraryModel = {
  name: 'crossws',
  specifiers: ['crossws'],
  versions: '0.4.17',
  isSubject: true,
  exports: { defineHooks: { calls: 'crossws:hooks' }, ...types },
  roles: {
    'crossws:hooks': { handshakeHook: UPGRADE, guards: crosswsGuards(), isServing: true, waysIn: [{ ...made, isFallback: true }, ...crosswsHooks()] },
    'crossws:request': {
      bag: 'context',
      sources: {
        'headers.x-forwarded-for': 'address',
        'headers.x-real-ip': 'address',
        'headers.cf-connecting-ip': 'address',
        'headers.sec-websocket-key': 'connection',
        ip: 'address',
        headers: 'client',
        url: 'client',
      },
    },
    'crossws:peer': {
      bag: 'context',
      members: { request: 'crossws:request', websocket: 'crossws:socket' },
      methods: { close: { rejects: true }, terminate: { rejects: true } },
      collections: { peers: { element: 'crossws:peer', includesNew: 'accepted' } },
      sources: {
        id: 'connection',
        remoteAddress: 'address',
        namespace: 'room',
        addr: 'address',
        headers: 'client',
        url: 'client',
      },
    },
    'crossws:message': { sources: { '*': 'client' } },
    'crossws:socket': { methods: { close: { rejects: true }, terminate: { rejects: true } } },
  },
  pitfalls: [
    '`upgrade` also runs for handshakes that fail later, and `close` does not: count in `open`, and look at the count in `upgrade`.',
    '`upgrade` refuses by a `Response`, returned or thrown, or by an error; what `open` throws leaves the connection open.',
    'While an asynchronous `upgrade` is under way, the adapter for Node has no listener for errors of the raw socket: a client that resets the connection then ends the process, unless your own `upgrade` listener adds one.',
    'The peers are those of one process and of one namespace.',
  ],
};

/** The adapter that takes Node's raw upgrades over. */
export const crosswsNode: LibraryModel = {
  name: 'crossws/adapters/node',
  specifiers: ['crossws/adapters/node'],
  versions: crossws.versions,
  isSubject: true,
  exports: { default: { calls: 'crossws:node-adapter' }, NodeAdapter: { type: 'crossws:node-adapter' } },
  roles: {
    'crossws:node-adapter': {
      ...adapter,
      methods: { handleUpgrade: { accepts: { arguments: ['http:request', 'http:socket'], callback: [] } } },
    },
  },
};

/** The adapters that are given a `Request`. */
export const crosswsWeb: LibraryModel = {
  name: 'crossws/adapters',
  specifiers: ['bun', 'bunny', 'deno', 'cloudflare', 'cloudflare-durable', 'sse', 'uws', 'vercel'].map((name) => `crossws/adapters/${name}`),
  versions: crossws.versions,
  isSubject: true,
  exports: {
    default: { calls: 'crossws:adapter' },
    BunAdapter: { type: 'crossws:adapter' },
    DenoAdapter: { type: 'crossws:adapter' },
    CloudflareDurableAdapter: { type: 'crossws:adapter' },
  },
  roles: {
    'crossws:adapter': {
      ...adapter,
      methods: { handleUpgrade: { accepts: { arguments: ['crossws:request'], callback: [] } } },
    },
    'crossws:websocket': { isServing: true, waysIn: [] },
  },
};

/** Servers with the adapter for their runtime. */
export const crosswsServer: LibraryModel = {
  name: 'crossws/server',
  specifiers: ['crossws/server', ...['node', 'bun', 'bunny', 'deno'].map((name) => `crossws/server/${name}`)],
  versions: crossws.versions,
  isSubject: true,
  exports: { serve: { calls: 'crossws:server' }, plugin: { calls: 'crossws:plugin' } },
  roles: {
    'crossws:server': { handshakeHook: UPGRADE, guards: [...crosswsGuards('websocket.'), ...crosswsGuards()], waysIn: [{ ...made, given: 'websocket' }, ...crosswsHooks('websocket.')] },
    // With `resolve` the hooks are those of what that finds.
    'crossws:plugin': { handshakeHook: UPGRADE, guards: crosswsGuards(), waysIn: [{ ...made, lacking: 'resolve' }, ...crosswsHooks()] },
  },
};
