import type { GuardModel } from './model.js';

interface WsListener {
  readonly connection: string;
  /** Something asynchronous may lie before the listener. */
  readonly mayBeGone?: boolean;
  /** The library begins to listen to messages when the listener has returned, whatever it has done. */
  readonly isListening?: boolean;
}

/** In a listener that is given a connection of ws. A refused client that stays silent is ended by the timer. */
function wsClosing({ connection, mayBeGone = false, isListening = false }: WsListener): GuardModel {
  const isFull = mayBeGone
    ? [`if (${connection}.readyState > ${connection}.OPEN || {{open}}.size >= {{max}}) {`]
    : [`late|if (${connection}.readyState > ${connection}.OPEN || {{open}}.size >= {{max}}) {`, 'soon|if ({{open}}.size >= {{max}}) {'];
  const deafening = [
    `  ${connection}.pause();`,
    `js|  {{timer}}(() => ${connection}.removeAllListeners('message').resume());`,
    `ts|  {{timer}}(() => { ${connection}.removeAllListeners('message').resume(); });`,
  ];
  return {
    place: 'handler',
    lines: [
      '{{identity}}',
      'const {{open}} = {{tracker}}.get({{user}}) ?? new {{Set}}();',
      ...isFull,
      ...(isListening ? deafening : [`heard|  ${connection}.removeAllListeners('message');`]),
      `js|  ${connection}.on('error', () => ${connection}.terminate());`,
      `ts|  ${connection}.on('error', () => { ${connection}.terminate(); });`,
      `  ${connection}.close(1008, 'Connection limit reached');`,
      `js|  {{timer}}(() => ${connection}.terminate(), 1000).unref();`,
      `ts|  {{timer}}(() => { ${connection}.terminate(); }, 1000).unref();`,
      '  return;',
      '}',
      `{{tracker}}.set({{user}}, {{open}}.add(${connection}));`,
      `${connection}.once('close', () => {`,
      `  {{open}}.delete(${connection});`,
      '  if ({{open}}.size === 0) {{tracker}}.delete({{user}});',
      '});',
    ],
  };
}

export const wsHandling = wsClosing({ connection: '{{0}}' });
export const wsHandlingLate = wsClosing({ connection: '{{0}}', mayBeGone: true });
export const wsHandlingHeard = wsClosing({ connection: '{{0}}', isListening: true });
/** The connection is a member of what the listener is given. */
export const wsOfStream = wsClosing({ connection: '{{0}}.socket' });
export const wsInContext = wsClosing({ connection: '{{0}}.websocket', mayBeGone: true });

/** The same, in a hook that is given such a connection, or has it as a member of what it is given, and that refuses by how it ends. */
export function wsHookHandling(within: string, member: string | undefined, refusal: string): GuardModel {
  return { ...wsHandling, within, ...(member !== undefined && { member }), lines: wsHandling.lines.map((line) => (line === '  return;' ? `  ${refusal}` : line)) };
}

// Counted by transport connection, released when that closes, tested for being open: each of them was needed against a
// real attack. The timer ends a refused client that stays silent, which Engine.IO would keep for more than half a minute.
function countingTransport(refuse: string, atLast: readonly string[] = []): readonly string[] {
  return [
    'const {{takenConn}} = {{0}};',
    '{{identity}}',
    'const {{open}} = {{tracker}}.get({{user}}) ?? new {{Set}}();',
    'if (!{{open}}.has({{conn}})) {',
    "  if ({{conn}}.readyState !== 'open' || {{open}}.size >= {{max}}) {",
    `    ${refuse}`,
    '    {{timer}}(() => {',
    ...atLast.map((line) => `      ${line}`),
    'js|      {{conn}}.transport.socket?.terminate?.();',
    'ts|      ({{conn}}.transport as { socket?: { terminate?: () => void } }).socket?.terminate?.();',
    '    }, 1000).unref();',
    '    return;',
    '  }',
    '  {{tracker}}.set({{user}}, {{open}}.add({{conn}}));',
    "  {{conn}}.once('close', () => {",
    '    {{open}}.delete({{conn}});',
    '    if ({{open}}.size === 0) {{tracker}}.delete({{user}});',
    '  });',
    '}',
  ];
}

/** In a listener that is given a socket of Socket.IO; counted by transport connection, like the hook's. */
export const socketIoHandling: GuardModel = { place: 'handler', lines: countingTransport('{{0}}.disconnect(true);') };

export const socketIoHook: GuardModel = {
  place: 'hook',
  method: 'use',
  parameters: ['socket', 'next'],
  lines: [...countingTransport("{{1}}(new {{Error}}('Connection limit reached'));", ['{{conn}}.close(true);']), '{{1}}();'],
};

/** Before the call that takes the upgrade over: `{{1}}` is the raw socket. */
export const refusingUpgrade: GuardModel = {
  place: 'accept',
  lines: [
    '{{identity}}',
    'const {{open}} = {{tracker}}.get({{user}}) ?? new {{Set}}();',
    'late|if (!{{1}}.readable || {{open}}.size >= {{max}}) {',
    'soon|if ({{open}}.size >= {{max}}) {',
    String.raw`  {{1}}.write('HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\n\r\n');`,
    '  {{1}}.destroy();',
    '  return;',
    '}',
    '{{tracker}}.set({{user}}, {{open}}.add({{1}}));',
    "{{1}}.once('close', () => {",
    '  {{open}}.delete({{1}});',
    '  if ({{open}}.size === 0) {{tracker}}.delete({{user}});',
    '});',
  ],
  errorListener: ["js|{{1}}.on('error', () => {{1}}.destroy());", "ts|{{1}}.on('error', () => { {{1}}.destroy(); });"],
};

interface Hooks {
  /** The options or methods whose functions run at the beginning and at the end of a connection. */
  readonly open: string;
  readonly close: string;
  /** What stands for the connection in both of them. */
  readonly kept: string;
  readonly refuse?: readonly string[];
  /** What the functions are given, where the fix writes them; the connection is the last. */
  readonly parameters?: readonly string[];
}

/** The library's own codes and ways out; a client that stays silent is ended by the timer. */
const CLOSING = ["{{0}}.close(1008, 'Connection limit reached');", 'js|{{timer}}(() => {{0}}.terminate(), 1000).unref();', 'ts|{{timer}}(() => { {{0}}.terminate(); }, 1000).unref();'];

/**
 * In a function for the beginning of a connection and one for its end, with nothing between them but the connection. To
 * close it may run the second one at once: giving back what was never taken must do no harm.
 */
export function countingIn({ open, close, kept, refuse = CLOSING, parameters = ['ws'] }: Hooks): GuardModel {
  return {
    place: 'handler',
    within: open,
    parameters,
    lines: [
      '{{identity}}',
      'const {{open}} = {{tracker}}.get({{user}}) ?? new {{Set}}();',
      'if ({{open}}.size >= {{max}}) {',
      ...refuse.map((line) => line.replace(/^(?<when>(?:\w+\|)?)/u, '$<when>  ')),
      '  return;',
      '}',
      `{{tracker}}.set({{user}}, {{open}}.add(${kept}));`,
    ],
    release: {
      within: close,
      parameters,
      lines: ['{{identity}}', 'const {{open}} = {{tracker}}.get({{user}});', `{{open}}?.delete(${kept});`, 'if ({{open}}?.size === 0) {{tracker}}.delete({{user}});'],
    },
  };
}

/** The same, in a hook that has the raw socket as a member of what it is given, and that takes nothing over by itself. */
export function upgradeHook(within: string, member: string): GuardModel {
  const toSocket = (line: string): string => line.replaceAll('{{1}}', '{{0}}');
  return { place: 'handler', within, member, lines: refusingUpgrade.lines.map(toSocket), errorListener: refusingUpgrade.errorListener?.map(toSocket) ?? [] };
}

// A client that went away while the object was asked never takes its end of the pair, and nothing tells of that: whoever
// can still accept that end ends the connection with it. A tag is a text; users may have ids of any kind.
const untaken = (client: string, access: string): string[] =>
  ['{{timer}}(() => {', '  try {', `    ${client}${access}accept();`, `    ${client}${access}close();`, '  } catch {', '    // The client has it.', '  }', '}, 1000);'].map((line) => `late|${line}`);
const UNTAKEN = untaken('{{1}}', '.');

/** In an object that sleeps while its sockets stay open: what is counted is the sockets that the runtime keeps. */
const hibernating = (count: string): Pick<GuardModel, 'place' | 'method' | 'tracker' | 'lines' | 'behind'> => ({
  place: 'taking',
  method: 'acceptWebSocket',
  tracker: 'none',
  lines: [`if ({{0}}.getWebSockets(${count}).length >= {{max}}) {`, "  return new Response('Connection limit reached', { status: 429 });", '}'],
  behind: { answer: 'webSocket', lines: UNTAKEN },
});

export const hibernatingUserObject: GuardModel = { ...hibernating(''), objects: 'user', by: '{{0}}.id' };

const tagged = hibernating('{{tag}}');
export const hibernatingObject: GuardModel = {
  ...tagged,
  objects: 'shared',
  listed: { argument: 1, element: '{{tag}}' },
  lines: ['{{identity}}', 'js|const {{tag}} = `user:${{{user}}}`;', "ts|const {{tag}} = ['user', {{user}}].join(':');", ...tagged.lines],
};

/** In an object that stays awake while its sockets are open. Its Map is gone with it, and they are. */
export const wakefulObject: GuardModel = {
  place: 'taking',
  method: 'accept',
  tracker: 'field',
  objects: 'shared',
  lines: [
    '{{identity}}',
    'const {{open}} = {{tracker}}.get({{user}}) ?? new {{Set}}();',
    'if ({{open}}.size >= {{max}}) {',
    "  return new Response('Connection limit reached', { status: 429 });",
    '}',
  ],
  behind: {
    answer: 'webSocket',
    lines: [
      '{{tracker}}.set({{user}}, {{open}}.add({{0}}));',
      'const {{release}} = () => {',
      '  if ({{open}}.delete({{0}}) && {{open}}.size === 0) {{tracker}}.delete({{user}});',
      '};',
      "{{0}}.addEventListener('close', {{release}});",
      "{{0}}.addEventListener('error', {{release}});",
      ...UNTAKEN,
    ],
  },
};

/** Before the library's own method, in an object of one user that sleeps while its sockets stay open. */
export const hibernatingServer: GuardModel = {
  place: 'override',
  within: 'fetch',
  tracker: 'none',
  objects: 'user',
  by: 'this.name',
  // Tags may be asked for elsewhere, and others may come in meanwhile.
  classes: { set: { field: 'options', property: 'hibernate' }, methods: ['fetch', 'getConnectionTags'] },
  lines: [
    'js|async fetch(request) {',
    'ts|override async fetch(request: Request): Promise<Response> {',
    "  if (request.headers.has('Upgrade') && this.ctx.getWebSockets().length >= {{max}}) {",
    "    return new Response('Connection limit reached', { status: 429 });",
    '  }',
    'soon|  return super.fetch(request);',
    'late|  const response = await super.fetch(request);',
    'late|  const { webSocket } = response;',
    ...untaken('webSocket', '?.').map((line) => line.replace('late|', 'late|  ')),
    'late|  return response;',
    '}',
  ],
};
