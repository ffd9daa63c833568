import { describe, expect, it } from 'vitest';
import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';
import { declares } from './declared.js';

const CONNECT = "'$connect'";

testExamples('AWS API Gateway', [
  example(
    'a switch over routes',
    fails('missing', CONNECT),
    `
export const handler = async (event) => {
  switch (event.requestContext.routeKey) {
    case '$connect':
      await save(event.requestContext.connectionId);
      break;
    case '$disconnect':
      break;
  }
  return { statusCode: 200 };
};
`,
    { language: 'ts' },
  ),
  example(
    'declared, and named for it',
    fails('missing', 'connect'),
    `
import type { APIGatewayProxyWebsocketHandlerV2 } from 'aws-lambda';
export const connect: APIGatewayProxyWebsocketHandlerV2 = async (event) => {
  return { statusCode: 200 };
};
`,
    { language: 'ts' },
  ),
  example(
    'declared, and named for the end',
    [],
    `
import type { APIGatewayProxyWebsocketHandlerV2 } from 'aws-lambda';
export const onDisconnect: APIGatewayProxyWebsocketHandlerV2 = async (event) => {
  return { statusCode: 200 };
};
`,
    { language: 'ts' },
  ),
  example(
    'declared, and reads what only a new connection has',
    fails('missing', 'handler'),
    `
import type { APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
export const handler = async (event: APIGatewayProxyWebsocketEventV2) => {
  const token = event.queryStringParameters?.token;
  return { statusCode: 200 };
};
`,
    { language: 'ts' },
  ),
  example(
    'a counter in Redis',
    enforced(3, CONNECT),
    `
import Redis from 'ioredis';
const redis = new Redis();
export async function handler(event) {
  const { requestContext: { routeKey, authorizer } } = event;
  if (routeKey === '$connect') {
    const n = await redis.incr(\`open:\${authorizer.principalId}\`);
    if (n > 3) { await redis.decr(\`open:\${authorizer.principalId}\`); return { statusCode: 429, body: 'Too many' }; }
    return { statusCode: 200 };
  }
  if (routeKey === '$disconnect') await redis.decr(\`open:\${authorizer.principalId}\`);
  return { statusCode: 200 };
}
`,
    { language: 'ts' },
  ),
  example(
    'a Map in memory is no limit',
    fails('missing', CONNECT),
    `
const open = new Map();
export async function handler(event) {
  const { routeKey, authorizer, connectionId } = event.requestContext;
  const user = authorizer.principalId;
  if (routeKey === '$connect') {
    const mine = open.get(user) ?? new Set();
    if (mine.size >= 3) return { statusCode: 429 };
    open.set(user, mine.add(connectionId));
  } else if (routeKey === '$disconnect') open.get(user)?.delete(connectionId);
  return { statusCode: 200 };
}
`,
    { language: 'ts' },
  ),
  example(
    'thrown in a function of its own, by the type of event',
    enforced(3, "'CONNECT'"),
    `
import { createClient } from 'redis';
const redis = createClient();
export const handler = async (event) => {
  switch (event.requestContext.eventType) {
    case 'CONNECT': return await onConnect(event);
    case 'DISCONNECT': return onDisconnect(event);
    default: return { statusCode: 400 };
  }
};
async function onConnect(event) {
  const { principalId } = event.requestContext.authorizer;
  if (await redis.sCard(\`ws:\${principalId}\`) >= 3) throw new Error('limit');
  await redis.sAdd(\`ws:\${principalId}\`, event.requestContext.connectionId);
  return { statusCode: 200 };
}
async function onDisconnect(event) { await redis.sRem(\`ws:x\`, event.requestContext.connectionId); return { statusCode: 200 }; }
`,
    { language: 'ts' },
  ),
  example(
    'returned by a function of its own, by a helper',
    enforced(3, CONNECT),
    `
import { createClient } from 'redis';
const redis = createClient();
const respond = (statusCode, body) => ({ statusCode, body });
export const handler = async (event) => {
  if (event.requestContext.routeKey !== '$connect') return respond(200, 'ok');
  return await onConnect(event);
};
async function onConnect(event) {
  const { principalId } = event.requestContext.authorizer;
  if (await redis.sCard(\`ws:\${principalId}\`) >= 3) return respond(429, 'limit');
  await redis.sAdd(\`ws:\${principalId}\`, event.requestContext.connectionId);
  return respond(200, 'ok');
}
`,
    { language: 'ts' },
  ),
  example(
    'on another route',
    fails('missing', CONNECT),
    `
import { createClient } from 'redis';
const redis = createClient();
export const handler = async (event) => {
  const { principalId } = event.requestContext.authorizer;
  if (event.requestContext.routeKey === 'join') {
    if (await redis.sCard(\`ws:\${principalId}\`) >= 3) return { statusCode: 429 };
    await redis.sAdd(\`ws:\${principalId}\`, event.requestContext.connectionId);
  }
  if (event.requestContext.routeKey === '$connect') console.log('hi');
  return { statusCode: 200 };
};
`,
    { language: 'ts' },
  ),
  example(
    'answered with success',
    fails('notRejected', CONNECT),
    `
import { createClient } from 'redis';
const redis = createClient();
export const handler = async (event) => {
  const { principalId } = event.requestContext.authorizer;
  if (event.requestContext.routeKey === '$connect') {
    if (await redis.sCard(\`ws:\${principalId}\`) >= 3) return { statusCode: 200, body: 'limit' };
    await redis.sAdd(\`ws:\${principalId}\`, event.requestContext.connectionId);
  }
  return { statusCode: 200 };
};
`,
    { language: 'ts' },
  ),
  example(
    'by address',
    fails('perAddressOnly', CONNECT),
    `
import { createClient } from 'redis';
const redis = createClient();
export const handler = async (event) => {
  if (event.requestContext.routeKey === '$connect') {
    const ip = event.requestContext.identity.sourceIp;
    if (await redis.sCard(\`ws:\${ip}\`) >= 3) return { statusCode: 429, body: 'limit' };
    await redis.sAdd(\`ws:\${ip}\`, event.requestContext.connectionId);
  }
  return { statusCode: 200 };
};
`,
    { language: 'ts' },
  ),
  example(
    'a router of the program',
    [],
    `
const route = { key: '$connect' };
if (route.key === '$connect') console.log('x');
`,
    { language: 'ts' },
  ),
]);

describe('@types/aws-lambda', () => {
  it.each(['type APIGatewayProxyWebsocketHandlerV2', 'type APIGatewayProxyWebsocketEventV2', 'interface APIGatewayProxyWebsocketEventV2WithRequestContext', 'routeKey: string', 'eventType: "CONNECT" | "MESSAGE" | "DISCONNECT"', 'connectionId: string'])('%s', (text) => {
    expect(declares('@types/aws-lambda/trigger/api-gateway-proxy.d.ts', text)).toBe(true);
  });
});
