import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import js from '@eslint/js';
import { ESLint } from 'eslint';
import { defineConfig } from 'eslint/config';
import ts from 'typescript';
import tseslint from 'typescript-eslint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fixture } from './fixture.js';
import { findingsIn, fixedText } from './fixed-text.js';
import * as bun from './servers/bun.js';
import * as expressWs from './servers/express-ws.js';
import * as fastifyWebsocket from './servers/fastify-websocket.js';
import * as fayeWebsocket from './servers/faye-websocket.js';
import * as koaWebsocket from './servers/koa-websocket.js';
import * as nestjs from './servers/nestjs.js';
import * as partyserver from './servers/partyserver.js';
import * as primus from './servers/primus.js';
import * as sockjs from './servers/sockjs.js';
import * as websocket from './servers/websocket.js';
import * as deno from './servers/deno.js';
import * as durableObjects from './servers/durable-objects.js';
import * as elysia from './servers/elysia.js';
import * as hono from './servers/hono.js';
import * as colyseus from './servers/colyseus.js';
import * as crossws from './servers/crossws.js';
import * as graphqlWs from './servers/graphql-ws.js';
import * as hocuspocus from './servers/hocuspocus.js';
import * as socketIo2 from './servers/socket-io-2.js';
import * as socketIoTypeScript from './servers/socket-io-typescript.js';
import * as socketIo from './servers/socket-io.js';
import * as subscriptionsTransportWs from './servers/subscriptions-transport-ws.js';
import * as trpc from './servers/trpc.js';
import * as wsConnectionTypeScript from './servers/ws-connection-typescript.js';
import * as wsConnection from './servers/ws-connection.js';
import * as wsHandshake from './servers/ws-handshake.js';

const fixtures: Fixture[] = [
  bun,
  expressWs,
  fastifyWebsocket,
  fayeWebsocket,
  koaWebsocket,
  nestjs,
  partyserver,
  primus,
  sockjs,
  websocket,
  deno,
  durableObjects,
  elysia,
  hono,
  colyseus,
  crossws,
  graphqlWs,
  hocuspocus,
  socketIo,
  socketIo2,
  socketIoTypeScript,
  subscriptionsTransportWs,
  trpc,
  wsConnection,
  wsConnectionTypeScript,
  wsHandshake,
].flatMap((servers) => Object.values(servers));
const folder = join(import.meta.dirname, '../../node_modules/.cache/runtime-servers', `texts-${process.pid}`);
const extensions = { commonjs: 'cjs', esm: 'mjs', typescript: 'mts' };
const compilerOptions = { strict: true, experimentalDecorators: true, target: 'es2022', module: 'nodenext', types: ['node'], skipLibCheck: true, noEmit: true };
// What the runtime of workers has is declared in another way there.
const workers = { ...compilerOptions, lib: ['es2023'], types: ['@cloudflare/workers-types'] };
const projects = new Map([
  [folder, compilerOptions],
  [join(folder, 'workers'), workers],
]);

const fileOf = (fixture: Fixture, side: 'before' | 'after'): string =>
  join(folder, fixture.runtime === 'workerd' ? 'workers' : '', `${fixtures.indexOf(fixture)}-${side}.${extensions[fixture.language]}`);

const lint = async (): Promise<Map<string, string[]>> => {
  const globals = Object.fromEntries(['Bun', 'console', 'Deno', 'require', 'Response', 'setTimeout', 'URL', 'WebSocketPair'].map((name) => [name, 'readonly' as const]));
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    // The folder is inside node_modules.
    ignore: false,
    baseConfig: defineConfig(
      { files: ['**/*.{cjs,mjs}'], extends: [js.configs.recommended], languageOptions: { globals } },
      {
        files: ['**/*.mts'],
        extends: [js.configs.recommended, tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
        languageOptions: { parserOptions: { project: ['./tsconfig.json', './workers/tsconfig.json'], tsconfigRootDir: folder } },
      },
    ),
  });
  const results = await eslint.lintFiles(fixtures.flatMap((fixture) => [fileOf(fixture, 'before'), fileOf(fixture, 'after')]));
  return new Map(
    results.map((result) => [result.filePath, result.messages.map(({ ruleId, message }) => `${ruleId ?? 'parser'}: ${message}`)]),
  );
};

const typeErrorsIn = (project: string): [string, string[]][] => {
  const { fileNames, options } = ts.parseJsonConfigFileContent({ compilerOptions: projects.get(project), include: ['*.mts'] }, ts.sys, project);
  const program = ts.createProgram(fileNames, options);
  return fileNames.map((name) => [
    name,
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(name))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
  ]);
};

let findings: Map<string, string[]>;

beforeAll(async () => {
  for (const [project, options] of projects) {
    mkdirSync(project, { recursive: true });
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.mts'] }));
  }
  for (const fixture of fixtures) {
    writeFileSync(fileOf(fixture, 'before'), fixture.before);
    writeFileSync(fileOf(fixture, 'after'), fixedText(fixture));
  }
  const types = new Map(Array.from(projects.keys()).flatMap(typeErrorsIn));
  findings = new Map(Array.from(await lint(), ([file, messages]) => [file, [...messages, ...(types.get(file) ?? [])]]));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a guard adds no finding of the recommended and strict rules, and no type error', () => {
  test.each(fixtures)('$name', (fixture) => {
    const before = findings.get(fileOf(fixture, 'before'));
    const after = findings.get(fileOf(fixture, 'after'));
    expect(before).toBeDefined();
    expect(after?.filter((message) => !before?.includes(message))).toEqual([]);
  });
});

describe('the fix writes the guard that was attacked', () => {
  test.each(fixtures)('$name', (fixture) => {
    const fixed = fixedText(fixture);
    expect(fixed).toBe(fixture.after);
    expect(findingsIn(fixed, fixture.language)).toEqual([]);
    expect(fixedText({ ...fixture, before: fixed })).toBe(fixed);
  });
});
