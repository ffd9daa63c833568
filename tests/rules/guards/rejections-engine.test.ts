import { enforced, type Expected, type Example, example, fails, testExamples } from './examples.js';

const engine = (name: string, expected: Expected, options: string, body = ''): Example =>
  example(
    name,
    expected,
    `
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { sessions } from './sessions.js';

const open = new Map();
const count = (user) => open.get(user) ?? 0;
const enter = (user) => open.set(user, count(user) + 1);
const leave = (user) => open.set(user, count(user) - 1);

const http = createServer();
const io = new Server(http${options});
${body}
io.on('connection', (socket) => {
  socket.emit('hello');
});
http.listen(3000);
`,
  );

const released = `
io.engine.on('connection', (conn) => {
  enter(conn.request.user);
  conn.once('close', () => leave(conn.request.user));
});`;

export const examples = [
  engine('allowRequest says no', enforced(3), `, {
  allowRequest: async (req, callback) => {
    req.user = (await sessions.authenticate(req)).id;
    callback(null, count(req.user) < 3);
  },
}`, released),
  engine('allowRequest says why', enforced(3), `, {
  allowRequest(req, callback) {
    req.user = sessions.authenticate(req).id;
    if (count(req.user) >= 3) return callback('too many', false);
    callback(null, true);
  },
}`, released),
  engine('allowRequest with a promise', enforced(3), `, {
  allowRequest: (req, callback) => {
    sessions
      .authenticate(req)
      .then((user) => {
        req.user = user.id;
        if (count(user.id) >= 3) throw new Error('too many');
        callback(null, true);
      })
      .catch((error) => callback(error.message, false));
  },
}`, released),
  engine('allowRequest that is a function of its own', enforced(3), `, { allowRequest }`, `${released}
function allowRequest(req, decide) {
  req.user = sessions.authenticate(req).id;
  const isFull = count(req.user) >= 3;
  decide(isFull ? 'too many' : null, !isFull);
}`),
  engine('allowRequest that answers yes all the same', fails('notRejected'), `, {
  allowRequest(req, callback) {
    req.user = sessions.authenticate(req).id;
    if (count(req.user) >= 3) console.warn('too many');
    callback(null, true);
  },
}`, released),
  engine('allowRequest whose result is no answer', fails('notRejected'), `, {
  allowRequest(req, callback) {
    req.user = sessions.authenticate(req).id;
    callback(null, true);
    return count(req.user) < 3;
  },
}`, released),
  engine('a connection of the engine is closed', enforced(3), '', `
io.engine.on('connection', (conn) => {
  const user = conn.request.session.userId;
  if (count(user) >= 3) {
    conn.close(true);
    return;
  }
  enter(user);
  conn.once('close', () => leave(user));
});`),
  engine('a connection of the engine is noticed', fails('notRejected'), '', `
io.engine.on('connection', (conn) => {
  const user = conn.request.session.userId;
  if (count(user) >= 3) console.warn('too many');
  enter(user);
  conn.once('close', () => leave(user));
});`),
  engine('a middleware of the engine with an error', enforced(3), '', `
io.engine.use((req, res, next) => {
  if (req._query.sid) return next();
  const user = req.session.userId;
  if (count(user) >= 3) return next(new Error('too many'));
  next();
});
io.engine.on('connection', (conn) => {
  enter(conn.request.session.userId);
  conn.once('close', () => leave(conn.request.session.userId));
});`),
  engine('a middleware of the engine that answers', enforced(3), '', `
io.engine.use((req, res, next) => {
  const user = req.session.userId;
  if (count(user) >= 3) {
    res.writeHead(429);
    res.end();
    return;
  }
  next();
});
io.engine.on('connection', (conn) => {
  enter(conn.request.session.userId);
  conn.once('close', () => leave(conn.request.session.userId));
});`),
];

testExamples('ways to refuse a connection of the engine', examples);
