import { describe, expect, it } from 'vitest';
import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';
import { declares } from './declared.js';

const HANDLER = "new WebPubSubEventHandler('chat'";

testExamples('Azure Web PubSub', [
  example(
    'nobody is asked',
    fails('missing', HANDLER),
    `
import { WebPubSubEventHandler } from '@azure/web-pubsub-express';
const handler = new WebPubSubEventHandler('chat', { onConnected: (req) => console.log(req.context.userId), handleUserEvent(req, res) { res.success(); } });
`,
    { language: 'ts' },
  ),
  example(
    'handleConnect fails the connection',
    enforced(3, HANDLER),
    `
import { WebPubSubEventHandler } from '@azure/web-pubsub-express';
const open = new Map<string, Set<string>>();
const handler = new WebPubSubEventHandler('chat', {
  handleConnect(req, res) {
    const user = req.context.userId!;
    const mine = open.get(user) ?? new Set();
    if (mine.size >= 3) { res.fail(401, 'limit'); return; }
    open.set(user, mine.add(req.context.connectionId));
    res.success({ userId: user });
  },
  onDisconnected(req) { open.get(req.context.userId!)?.delete(req.context.connectionId); },
});
`,
    { language: 'ts' },
  ),
  example(
    'nothing is refused once it is connected',
    fails('notRejected', HANDLER),
    `
import { WebPubSubEventHandler } from '@azure/web-pubsub-express';
const open = new Map<string, Set<string>>();
const handler = new WebPubSubEventHandler('chat', {
  onConnected(req) {
    const user = req.context.userId!;
    const mine = open.get(user) ?? new Set();
    if (mine.size >= 3) { console.log('no'); return; }
    open.set(user, mine.add(req.context.connectionId));
  },
});
`,
    { language: 'ts' },
  ),
]);

describe('@azure/web-pubsub-express, as declared', () => {
  const protocols = '@azure/web-pubsub-express/dist/esm/cloudEventsProtocols.d.ts';

  it.each(['handleConnect?: (', 'onConnected?: (', 'onDisconnected?: (', 'handleUserEvent?: (', 'interface ConnectResponseHandler', 'fail(code: 400 | 401 | 500', 'failWith(', 'claims?:', 'queries?:', 'userId?: string', 'connectionId: string'])('%s', (text) => {
    expect(declares(protocols, text)).toBe(true);
  });

  it('WebPubSubEventHandler', async () => {
    const { WebPubSubEventHandler } = await import('@azure/web-pubsub-express');
    expect(new WebPubSubEventHandler('chat', {}).getMiddleware()).toBeTypeOf('function');
  });
});
