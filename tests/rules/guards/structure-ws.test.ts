import { enforced, example, testExamples } from './examples.js';

export const examples = [
  example(
    'functions of the module, below their use',
    enforced(3),
    `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const wss = new WebSocketServer({ port: 8080 });
const open = new Map();

wss.on('connection', handleConnection);

function handleConnection(ws, req) {
  const user = verify(req.headers.authorization);
  if (!reserve(user.id, ws)) {
    refuse(ws);
    return;
  }
  ws.once('close', () => release(user.id, ws));
}

function reserve(id, ws) {
  const mine = socketsOf(id);
  if (mine.size >= 3) return false;
  mine.add(ws);
  return true;
}

function release(id, ws) {
  socketsOf(id).delete(ws);
}

function socketsOf(id) {
  if (!open.has(id)) open.set(id, new Set());
  return open.get(id);
}

function refuse(ws) {
  ws.close(1013, 'limit');
}
`,
  ),
  example(
    'a function that makes the handler',
    enforced(3),
    `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const makeHandler = ({ most, tracker }) => (ws, req) => {
  const { sub } = verify(req.headers.authorization);
  const n = tracker.get(sub) ?? 0;
  if (n >= most) return ws.close(1013);
  tracker.set(sub, n + 1);
  ws.on('close', () => tracker.set(sub, tracker.get(sub) - 1));
};

const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', makeHandler({ most: 3, tracker: new Map() }));
`,
  ),
  example(
    'a wrapper around the handler',
    enforced(2),
    `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

function limited(most, handler) {
  const open = new Map();
  return (ws, req) => {
    const { sub } = verify(req.headers.authorization);
    const mine = open.get(sub) ?? new Set();
    if (mine.size >= most) {
      ws.close(1013);
      return;
    }
    open.set(sub, mine.add(ws));
    ws.once('close', () => mine.delete(ws));
    handler(ws, sub);
  };
}

const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', limited(2, (ws, user) => ws.send('hello ' + user)));
`,
  ),
  example(
    'a handler object with methods',
    enforced(3),
    `
const { WebSocketServer } = require('ws');
const { verify } = require('./token');

const handlers = {
  open: new Map(),
  connected(ws, req) {
    const { sub } = verify(req.headers.authorization);
    const n = handlers.open.get(sub) || 0;
    if (n >= 3) return ws.close(1013);
    handlers.open.set(sub, n + 1);
    ws.on('close', () => handlers.disconnected(sub));
  },
  disconnected(sub) {
    handlers.open.set(sub, handlers.open.get(sub) - 1);
  },
};

const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', handlers.connected);
`,
  ),
];

testExamples('guards of ws in functions', examples);
