import type { ExportModel, GuardModel, LibraryModel, WayInModel } from './model.js';

const room: ExportModel = { constructs: 'colyseus:room', type: 'colyseus:room' };
const transport: ExportModel = { constructs: 'colyseus:transport' };

const asking: Omit<WayInModel, 'member'> = {
  phase: 'handshake',
  parameters: [undefined, 'colyseus:options', 'colyseus:context'],
  isSite: false,
  covers: 'emitter',
  rejectsByReturning: 'false',
  rejectsByThrowing: true,
};
/** What is returned is `client.auth`. */
const joining: Omit<WayInModel, 'member'> = { ...asking, carries: { to: 'colyseus:client', member: 'auth' } };
const verifying: Omit<WayInModel, 'option'> = { phase: 'handshake', parameters: ['ws:handshake', 'ws:verdict'], isSite: false, covers: 'library', rejectsByReturning: 'falsy' };

// Released by the raw connection: a client that leaves the room may keep that open after `onLeave`.
const guard: GuardModel = {
  place: 'handler',
  within: 'onJoin',
  unlessCalled: 'allowReconnection',
  lines: [
    '{{identity}}',
    'const {{open}} = {{tracker}}.get({{user}}) ?? new {{Set}}();',
    'late|if ({{0}}.readyState > 1 || {{open}}.size >= {{max}}) {',
    'soon|if ({{open}}.size >= {{max}}) {',
    'js|  {{timer}}(() => {{0}}.ref.terminate?.(), 1000).unref();',
    'ts|  {{timer}}(() => { ({{0}}.ref as { terminate?: () => void }).terminate?.(); }, 1000).unref();',
    "  throw new {{Error}}('Connection limit reached');",
    '}',
    '{{tracker}}.set({{user}}, {{open}}.add({{0}}));',
    "{{0}}.ref.once('close', () => {",
    '  {{open}}.delete({{0}});',
    '  if ({{open}}.size === 0) {{tracker}}.delete({{user}});',
    '});',
  ],
};

/**
 * Each class of rooms takes connections. What counts in `onAuth` counts seats that nobody may ever take (tried with 0.18);
 * what a client sends there is its own word. https://docs.colyseus.io/room
 */
export const colyseus: LibraryModel = {
  name: 'colyseus',
  specifiers: ['colyseus', '@colyseus/core', '@colyseus/ws-transport', '@colyseus/uwebsockets-transport', '@colyseus/bun-websockets', '@colyseus/h3-transport'],
  versions: '0.10 to 0.18, run with 0.18',
  isSubject: true,
  exports: {
    Room: room,
    Client: { type: 'colyseus:client' },
    AuthContext: { type: 'colyseus:context' },
    Server: { constructs: 'colyseus:server' },
    defineServer: { calls: 'colyseus:server' },
    WebSocketTransport: transport,
    uWebSocketsTransport: transport,
    BunWebSockets: transport,
    H3Transport: transport,
    '*': { members: { Room: room, Server: { constructs: 'colyseus:server' }, WebSocketTransport: transport } },
    default: { members: { Room: room, Server: { constructs: 'colyseus:server' } } },
  },
  roles: {
    'colyseus:room': {
      guards: [guard],
      alsoIn: ['@colyseus/ws-transport', '@colyseus/uwebsockets-transport', '@colyseus/bun-websockets', '@colyseus/h3-transport'],
      collections: { clients: { element: 'colyseus:client', isShared: true, includesNew: 'accepted' } },
      caps: [{ option: 'maxClients', key: 'room' }],
      waysIn: [
        { made: true, phase: 'accepted', parameters: [], isSite: true, covers: 'emitter' },
        { ...joining, member: 'static onAuth' },
        // Not asked where there is a static one.
        { ...joining, member: 'onAuth', unlessMember: 'static onAuth', parameters: ['colyseus:client', 'colyseus:options', 'colyseus:context'] },
        // Up to version 0.9 with the options first.
        { ...asking, member: 'requestJoin', parameters: ['colyseus:options'] },
        { member: 'onJoin', phase: 'accepted', parameters: ['colyseus:client', 'colyseus:options'], isSite: false, covers: 'emitter', rejectsByThrowing: true },
        { member: 'onLeave', phase: 'closed', parameters: ['colyseus:client'], isSite: false, covers: 'emitter' },
      ],
      setups: { onCreate: [undefined], onDispose: [] },
    },
    'colyseus:server': { waysIn: [{ ...verifying, option: 'verifyClient' }] },
    'colyseus:transport': {
      waysIn: [
        { ...verifying, option: 'verifyClient' },
        { option: 'beforeUpgrade', phase: 'handshake', parameters: ['colyseus:upgrade', 'colyseus:context'], isSite: false, covers: 'library', rejectsByReturning: 'response' },
      ],
    },
    'colyseus:options': { sources: {} },
    'colyseus:upgrade': { sources: { headers: 'client', url: 'client' } },
    'colyseus:context': { members: { req: 'http:request' }, sources: { ip: 'address', headers: 'client', token: 'client' } },
    'colyseus:client': {
      members: { ref: 'ws:connection', upgradeReq: 'http:request' },
      methods: { leave: { rejects: true }, close: { rejects: true }, terminate: { rejects: true } },
      ends: ['close'],
      bag: 'userData',
      sources: { sessionId: 'connection', id: 'connection', reconnectionToken: 'connection', auth: 'user' },
    },
  },
  pitfalls: [
    'A seat that `onAuth` let in may never be taken, and `onLeave` does not run then: count in `onJoin`.',
    'What `onJoin` throws refuses the client, and runs `onDrop` and `onLeave` for it: giving back what was never taken must do no harm.',
    'A client that leaves the room and never answers the close frame keeps its socket for half a minute after `onLeave`.',
    'A client that comes back by `allowReconnection` passes no `onJoin`: a slot that was given back in between is not taken again.',
  ],
};
