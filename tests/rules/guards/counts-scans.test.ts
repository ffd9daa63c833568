import { enforced, example, fails, testExamples } from './examples.js';

const ws = (body: string, state = 'const open = [];'): string => `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const wss = new WebSocketServer({ port: 8080 });
${state}

wss.on('connection', (ws, req) => {
  const user = verify(req.headers.authorization);
${body}
});
`;

const keep = `
  open.push({ ws, user: user.id });
  ws.on('close', () => { open.splice(open.findIndex((entry) => entry.ws === ws), 1); });`;

export const examples = [
  example('filter on an array', enforced(3), ws(`
  if (open.filter((entry) => entry.user === user.id).length >= 3) return ws.close(4003);${keep}`)),
  example('filter with a block and the operands turned round', enforced(3), ws(`
  const mine = open.filter((entry) => {
    return user.id === entry.user;
  });
  if (mine.length >= 3) return ws.close(4003);${keep}`)),
  example('filter with a parameter that is taken apart', enforced(3), ws(`
  const { length } = open.filter(({ user: owner }) => owner === user.id);
  if (length >= 3) return ws.close(4003);${keep}`)),
  example('filter with a function that is named', enforced(3), ws(`
  const isMine = (entry) => entry.user === user.id;
  if (open.filter(isMine).length >= 3) return ws.close(4003);${keep}`)),
  example('for-of with a counter', enforced(3), ws(`
  let n = 0;
  for (const entry of open) {
    if (entry.user === user.id) n += 1;
  }
  if (n >= 3) return ws.close(4003);${keep}`)),
  example('for-of that skips the others', enforced(3), ws(`
  let n = 0;
  for (const { user: owner } of open) {
    if (owner !== user.id) continue;
    n++;
  }
  if (n >= 3) {
    ws.terminate();
    return;
  }${keep}`)),
  example('forEach with a counter', enforced(3), ws(`
  let n = 0;
  open.forEach(function (entry) {
    if (entry.user === user.id) n++;
  });
  if (n >= 3) return ws.close(4003);${keep}`)),
  example('reduce', enforced(3), ws(`
  const n = open.reduce((sum, entry) => sum + (entry.user === user.id ? 1 : 0), 0);
  if (n >= 3) return ws.close(4003);${keep}`)),
  example('reduce over truth', enforced(3), ws(`
  const n = open.reduce((sum, entry) => sum + Number(entry.user === user.id), 0);
  if (n >= 3) return ws.close(4003);${keep}`)),
  example('some, for a cap of one', enforced(1), ws(`
  if (open.some((entry) => entry.user === user.id)) return ws.close(4003);${keep}`)),
  example('find, for a cap of one', enforced(1), ws(`
  const other = open.find((entry) => entry.user === user.id);
  if (other) return ws.close(4003);${keep}`)),
  example('findIndex, for a cap of one', enforced(1), ws(`
  if (open.findIndex((entry) => entry.user === user.id) !== -1) return ws.close(4003);${keep}`)),
  example('a loop with an index', enforced(3), ws(`
  let n = 0;
  for (let i = 0; i < open.length; i++) {
    if (open[i].user === user.id) n++;
  }
  if (n >= 3) return ws.close(4003);${keep}`)),
  example('values of a Map', enforced(3), ws(`
  const mine = Array.from(open.values()).filter((owner) => owner === user.id);
  if (mine.length >= 3) return ws.close(4003);
  open.set(ws, user.id);
  ws.on('close', () => open.delete(ws));`, 'const open = new Map();')),
  example('entries of a Map', enforced(3), ws(`
  let n = 0;
  for (const [, owner] of open) if (owner === user.id) n++;
  if (n >= 3) return ws.close(4003);
  open.set(ws, user.id);
  ws.on('close', () => open.delete(ws));`, 'const open = new Map();')),
  example('values of an object', enforced(3), ws(`
  const mine = Object.values(open).filter((entry) => entry.user === user.id);
  if (mine.length >= 3) return ws.close(4003);
  const key = crypto.randomUUID();
  open[key] = { ws, user: user.id };
  ws.on('close', () => delete open[key]);`, 'const open = {};')),
  example('for-in over an object', enforced(3), ws(`
  let n = 0;
  for (const key in open) if (open[key] === user.id) n++;
  if (n >= 3) return ws.close(4003);
  const key = crypto.randomUUID();
  open[key] = user.id;
  ws.on('close', () => delete open[key]);`, 'const open = {};')),
  example('a Set of records', enforced(3), ws(`
  const mine = [...open].filter((entry) => entry.user === user.id);
  if (mine.length >= 3) return ws.close(4003);
  const entry = { ws, user: user.id };
  open.add(entry);
  ws.on('close', () => open.delete(entry));`, 'const open = new Set();')),
  example('a scan for everybody', fails('globalOnly'), ws(`
  const live = open.filter((entry) => entry.ws.readyState === 1);
  if (live.length >= 3) return ws.close(4003);${keep}`)),
  example('a scan for the address', fails('perAddressOnly'), ws(`
  const host = req.socket.remoteAddress;
  if (open.filter((entry) => entry.host === host).length >= 3) return ws.close(4003);
  const entry = { ws, host };
  open.push(entry);
  ws.on('close', () => open.splice(open.indexOf(entry), 1));`)),
  example('a scan of something that is not connections', fails('missing'), ws(`
  if (plans.filter((plan) => plan.owner === user.id).length >= 3) return ws.close(4003);`, "const plans = [{ owner: 'a' }, { owner: 'b' }];")),
];

testExamples('counts by a scan', examples);
