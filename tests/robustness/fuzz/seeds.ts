import fc from 'fast-check';
import { DECISIONS, IMPORTS, PLACES, STRUCTURES, TRACKERS } from '../../rules/combinations/guard-parts.js';
import { CARRIERS, SOURCES } from '../../rules/combinations/key-parts.js';
import type { Fixture } from '../../runtime/fixture.js';
import * as bun from '../../runtime/servers/bun.js';
import * as colyseus from '../../runtime/servers/colyseus.js';
import * as crossws from '../../runtime/servers/crossws.js';
import * as deno from '../../runtime/servers/deno.js';
import * as durableObjects from '../../runtime/servers/durable-objects.js';
import * as elysia from '../../runtime/servers/elysia.js';
import * as expressWs from '../../runtime/servers/express-ws.js';
import * as fastifyWebsocket from '../../runtime/servers/fastify-websocket.js';
import * as fayeWebsocket from '../../runtime/servers/faye-websocket.js';
import * as graphqlWs from '../../runtime/servers/graphql-ws.js';
import * as hocuspocus from '../../runtime/servers/hocuspocus.js';
import * as hono from '../../runtime/servers/hono.js';
import * as koaWebsocket from '../../runtime/servers/koa-websocket.js';
import * as nestjs from '../../runtime/servers/nestjs.js';
import * as primus from '../../runtime/servers/primus.js';
import * as socketIo from '../../runtime/servers/socket-io.js';
import * as socketIoTypeScript from '../../runtime/servers/socket-io-typescript.js';
import * as sockjs from '../../runtime/servers/sockjs.js';
import * as subscriptionsTransportWs from '../../runtime/servers/subscriptions-transport-ws.js';
import * as trpc from '../../runtime/servers/trpc.js';
import * as websocket from '../../runtime/servers/websocket.js';
import * as wsConnection from '../../runtime/servers/ws-connection.js';
import * as wsConnectionTypeScript from '../../runtime/servers/ws-connection-typescript.js';
import * as wsHandshake from '../../runtime/servers/ws-handshake.js';
import { SERVERS } from '../servers.js';

/** A program of one file, or of a server with a guard beside it. */
export interface Program {
  readonly filename: string;
  readonly code: string;
  /** The other files, by their names; where there are some, the program lies on the disk. */
  readonly others: Readonly<Record<string, string>>;
}

const LIBRARIES = [bun, colyseus, crossws, deno, durableObjects, elysia, expressWs, fastifyWebsocket, fayeWebsocket, graphqlWs, hocuspocus, hono, koaWebsocket, nestjs, primus, socketIo, socketIoTypeScript, sockjs, subscriptionsTransportWs, trpc, websocket, wsConnection, wsConnectionTypeScript, wsHandshake];

const fixtures: readonly Fixture[] = LIBRARIES.flatMap((exported) => Object.values<unknown>(exported)).filter(isFixture);

function isFixture(value: unknown): value is Fixture {
  return typeof value === 'object' && value !== null && 'before' in value && 'after' in value;
}

const FILENAMES = { commonjs: 'server.cjs', esm: 'server.mjs', typescript: 'server.mts' } as const;

const alone = (filename: string, code: string): Program => ({ filename, code, others: {} });

/** Servers of every library, without a guard and with the one that the fix writes. */
const written: fc.Arbitrary<Program> = fc.constantFrom(
  ...fixtures.flatMap(({ language, before, after }) => [alone(FILENAMES[language], before), alone(FILENAMES[language], after)]),
  ...SERVERS.map(({ filename, code }) => alone(filename, code)),
);

/** A key with a way to the guard. */
const keyed: fc.Arbitrary<Program> = fc
  .tuple(fc.constantFrom(...SOURCES), fc.constantFrom(...CARRIERS), fc.constantFrom('server.js', 'server.mjs', 'server.ts'))
  .map(([source, carrier, filename]) => alone(filename, IMPORTS + carrier.program((request) => source.code.replaceAll(/\bR\b/gu, request))));

/** A guard put together from its parts, good or bad, in one file or in two. */
const assembled: fc.Arbitrary<Program> = fc
  .record({
    tracker: fc.constantFrom(...TRACKERS),
    structure: fc.constantFrom(...STRUCTURES),
    decision: fc.constantFrom(...DECISIONS),
    place: fc.constantFrom(...PLACES),
    source: fc.constantFrom(...SOURCES),
    isRefused: fc.boolean(),
    isReleased: fc.boolean(),
    // More would write to the disk most of the time.
    files: fc.constantFrom<Files>('one', 'one', 'one', 'one', 'one', 'two', 'circle', 'commonjs'),
    ending: fc.constantFrom('js', 'ts'),
  })
  .map(({ tracker, structure, decision, place, source, isRefused, isReleased, files, ending }) => {
    const user = source.code.replaceAll(/\bR\b/gu, place.request);
    const body = [
      `const user = ${user.includes('await') ? 'who(conn)' : user};`,
      ...(isReleased ? [`${place.end}, () => {\n${structure.remove(tracker)}\n});`] : []),
      decision.code(structure.count(tracker), structure.add(tracker), isRefused ? place.refuse : place.idle, place.accept),
    ].join('\n');
    return inFiles(files, structure.before(tracker), place.program(body), ending);
  });

type Files = 'one' | 'two' | 'circle' | 'commonjs';

function inFiles(files: Files, before: string, program: string, ending: string): Program {
  const names = [...before.matchAll(/^(?:const|function|class)\s+(\w+)/gmu)].map(([, name = '']) => name);
  if (files === 'one' || names.length === 0) return alone(`server.${ending}`, `${IMPORTS}${before}\n${program}`);
  if (files === 'commonjs') {
    const required = IMPORTS.replaceAll(/import (.*) from (.*);/gu, 'const $1 = require($2);');
    return { filename: 'server.js', code: `${required}const { ${names.join(', ')} } = require('./book');\n${program}`, others: { 'book.js': `${before}\nmodule.exports = { ${names.join(', ')} };\n` } };
  }
  const back = files === 'circle' ? `import * as server from './server.js';\nexport const started = () => server;\n` : '';
  const code = `${IMPORTS}import { ${names.join(', ')} } from './book.js';\n${program}\nexport {};\n`;
  return { filename: `server.${ending}`, code, others: { [`book.${ending}`]: `${back}${before}\nexport { ${names.join(', ')} };\n` } };
}

export const seeds: fc.Arbitrary<Program> = fc.oneof({ weight: 3, arbitrary: written }, { weight: 1, arbitrary: keyed }, { weight: 4, arbitrary: assembled });
