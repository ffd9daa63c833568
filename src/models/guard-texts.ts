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
