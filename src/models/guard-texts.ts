import type { GuardModel } from './model.js';

/** In a listener that is given a connection of ws. A refused client that stays silent is ended by the timer. */
export const wsHandling: GuardModel = {
  place: 'handler',
  lines: [
    '{{identity}}',
    'const {{open}} = {{tracker}}.get({{user}}) ?? new {{Set}}();',
    'late|if ({{0}}.readyState > {{0}}.OPEN || {{open}}.size >= {{max}}) {',
    'soon|if ({{open}}.size >= {{max}}) {',
    "heard|  {{0}}.removeAllListeners('message');",
    "js|  {{0}}.on('error', () => {{0}}.terminate());",
    "ts|  {{0}}.on('error', () => { {{0}}.terminate(); });",
    "  {{0}}.close(1008, 'Connection limit reached');",
    'js|  {{timer}}(() => {{0}}.terminate(), 1000).unref();',
    'ts|  {{timer}}(() => { {{0}}.terminate(); }, 1000).unref();',
    '  return;',
    '}',
    '{{tracker}}.set({{user}}, {{open}}.add({{0}}));',
    "{{0}}.once('close', () => {",
    '  {{open}}.delete({{0}});',
    '  if ({{open}}.size === 0) {{tracker}}.delete({{user}});',
    '});',
  ],
};

/** The same, in a hook that is given such a connection, or has it as a member of what it is given, and that refuses by how it ends. */
export function wsHookHandling(within: string, member: string | undefined, refusal: string): GuardModel {
  return { ...wsHandling, within, ...(member !== undefined && { member }), lines: wsHandling.lines.map((line) => (line === '  return;' ? `  ${refusal}` : line)) };
}

/** In a listener that is given a socket of Socket.IO; counted by transport connection, like the hook's. */
export const socketIoHandling: GuardModel = {
  place: 'handler',
  lines: [
    'const { conn } = {{0}};',
    '{{identity}}',
    'const {{open}} = {{tracker}}.get({{user}}) ?? new {{Set}}();',
    'if (!{{open}}.has(conn)) {',
    "  if (conn.readyState !== 'open' || {{open}}.size >= {{max}}) {",
    '    {{0}}.disconnect(true);',
    '    {{timer}}(() => {',
    'js|      conn.transport.socket?.terminate?.();',
    'ts|      (conn.transport as { socket?: { terminate?: () => void } }).socket?.terminate?.();',
    '    }, 1000).unref();',
    '    return;',
    '  }',
    '  {{tracker}}.set({{user}}, {{open}}.add(conn));',
    "  conn.once('close', () => {",
    '    {{open}}.delete(conn);',
    '    if ({{open}}.size === 0) {{tracker}}.delete({{user}});',
    '  });',
    '}',
  ],
};

/** In a function of its own for the end of a connection. */
const givingBack: readonly string[] = [
  '{{identity}}',
  'const {{open}} = {{tracker}}.get({{user}});',
  '{{open}}?.delete({{0}});',
  'if ({{open}}?.size === 0) {{tracker}}.delete({{user}});',
];

/**
 * In a hook for a connection that is open, beside one for its end: `close` may run that one before it returns, so giving
 * back what was never taken must do no harm.
 */
export function hookedOpening(prefix: string, connection: string, timer: '.unref()' | ''): GuardModel {
  return {
    place: 'handler',
    within: `${prefix}open`,
    lines: [
      '{{identity}}',
      'const {{open}} = {{tracker}}.get({{user}}) ?? new {{Set}}();',
      'if ({{open}}.size >= {{max}}) {',
      "  {{0}}.close(1008, 'Connection limit reached');",
      `js|  {{timer}}(() => {{0}}.terminate(), 1000)${timer};`,
      `ts|  {{timer}}(() => { {{0}}.terminate(); }, 1000)${timer};`,
      '  return;',
      '}',
      '{{tracker}}.set({{user}}, {{open}}.add({{0}}));',
    ],
    release: { within: `${prefix}close`, parameters: [connection], lines: givingBack },
  };
}

/** Before a raw upgrade is taken over. */
export const accepting: GuardModel = {
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

/** The same, in a hook that has the raw socket as a member of what it is given, and that takes nothing over by itself. */
export function upgradeHook(within: string, member: string): GuardModel {
  const toSocket = (line: string): string => line.replaceAll('{{1}}', '{{0}}');
  return { place: 'handler', within, member, lines: accepting.lines.map(toSocket), errorListener: accepting.errorListener?.map(toSocket) ?? [] };
}
