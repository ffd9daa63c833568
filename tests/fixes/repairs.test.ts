import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import plugin from '../../src/index.js';
import { findingsIn } from './findings.js';

const RULES = ['websocket-limits/require-connection-release', 'websocket-limits/require-atomic-limit-check'];
const linter = new Linter({ configType: 'flat' });
const config: Linter.Config[] = [plugin.configs.strict, { files: ['**/*.mts'], languageOptions: { parser } }];

const withWs = (tracker: string, body: string): string => `import type { IncomingMessage } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';

declare function verifySync(token: string | undefined): { id: string };
declare function verify(token: string | undefined): Promise<{ id: string }>;
declare function profile(id: string): Promise<string>;

const connections = ${tracker};
const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', (ws: WebSocket, request: IncomingMessage) => {
  const { id } = verifySync(request.headers.authorization);${body}
  ws.send('welcome');
});
`;
const SETS = 'new Map<string, Set<WebSocket>>()';
const NUMBERS = 'new Map<string, number>()';
const CHECK = `
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) {
    ws.close(1013);
    setTimeout(() => { ws.terminate(); }, 1000).unref();
    return;
  }`;
const TAKE = `${CHECK}
  connections.set(id, own.add(ws));`;
const COUNT = `
  const count = connections.get(id) ?? 0;
  if (count >= 3) {
    ws.terminate();
    return;
  }
  connections.set(id, count + 1);`;
const LOWER = `
    const left = (connections.get(id) ?? 1) - 1;
    if (left > 0) connections.set(id, left);
    else connections.delete(id);`;
const RELEASE = `
  ws.once('close', () => {
    own.delete(ws);
    if (own.size === 0) connections.delete(id);
  });`;
const waiting = (code: string): string => code.replace('(ws: WebSocket, request: IncomingMessage) =>', 'async (ws: WebSocket, request: IncomingMessage) =>');

const programs: Readonly<Record<string, string>> = {
  'releaseAtEnd: a Set': withWs(SETS, TAKE),
  'releaseAtEnd: a Set without a name': withWs(SETS, `
  if ((connections.get(id)?.size ?? 0) >= 3) {
    ws.terminate();
    return;
  }
  connections.set(id, (connections.get(id) ?? new Set()).add(ws));`),
  'releaseAtEnd: a number': withWs(NUMBERS, COUNT),
  'releaseAtEnd: one connection': withWs('new Map<string, WebSocket>()', `
  connections.get(id)?.close(1000);
  connections.set(id, ws);`),
  'deleteEmpty: a Set': withWs(SETS, `${TAKE}
  ws.once('close', () => own.delete(ws));`),
  'deleteEmpty: asked for once more': withWs(SETS, `${TAKE}
  ws.once('close', () => {
    connections.get(id)?.delete(ws);
  });`),
  'deleteEmpty: a number': withWs(NUMBERS, `${COUNT}
  ws.once('close', () => connections.set(id, (connections.get(id) ?? 1) - 1));`),
  'deleteOwn: one connection': withWs('new Map<string, WebSocket>()', `
  connections.get(id)?.close(1000);
  connections.set(id, ws);
  ws.once('close', () => connections.delete(id));`),
  'releaseOwn: a Set': withWs(SETS, `${TAKE}
  ws.once('close', () => connections.delete(id));`),
  'releaseOwn: a number': withWs(NUMBERS, `${COUNT}
  ws.once('close', () => {
    connections.delete(id);
  });`),
  'attachBehindCheck: a number': withWs(NUMBERS, `
  ws.once('close', () => {${LOWER}
  });${COUNT}`),
  'releaseOnce: two events': withWs(NUMBERS, `${COUNT}
  const release = (): void => {${LOWER}
  };
  ws.once('close', release);
  ws.once('error', release);`),
  'attachFirst: a throw': withWs(SETS, `${TAKE}
  if (id.length > 99) throw new Error('too long');${RELEASE}`),
  'attachFirst: an await': waiting(withWs(SETS, `${TAKE}
  const name = await profile(id);${RELEASE}
  ws.send(name);`)),
  'askWhetherOpen: an await': waiting(withWs(SETS, `${TAKE}${RELEASE}`)).replace('= verifySync', '= await verify'),
  'takeFirst: an await': waiting(withWs(SETS, `${CHECK}
  const name = await profile(id);
  if (ws.readyState !== ws.OPEN) return;
  connections.set(id, own.add(ws));${RELEASE}
  ws.send(name);`)),
};

/** The one suggestion there is, and what it makes of the program. */
const suggestedFor = (code: string): string[] => {
  const own = linter.verify(code, config, { filename: 'server.mts' }).filter(({ ruleId }) => ruleId !== null && RULES.includes(ruleId));
  return own.flatMap(({ suggestions = [] }) => suggestions).flatMap(({ messageId = '', fix: { range, text } }) => [messageId, code.slice(0, range[0]) + text + code.slice(range[1])]);
};

describe('a repair in TypeScript', () => {
  const outputs: string[] = [];
  const findAll = async (): Promise<string[][]> => findingsIn([...Object.values(programs), ...outputs].map((text) => ({ text, language: 'typescript' as const })));
  let findings: ReturnType<typeof findAll> | undefined;

  test.each(Object.entries(programs))('%s is suggested', (name, code) => {
    const [id, output = ''] = suggestedFor(code);
    expect(id).toBe(name.split(':')[0]);
    outputs.push(output);
  });

  test.each(Object.keys(programs).map((name, index) => [name, index] as const))('%s has the types that it had', async (_name, index) => {
    findings ??= findAll();
    const all = await findings;
    const before = all[index] ?? [];
    expect(all[outputs.length + index]?.filter((message) => !before.includes(message))).toEqual([]);
  });
});
