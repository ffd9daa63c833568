import { enforced, type Example, type Expected, example, fails, testExamples } from './examples.js';

/** What is refused and let in as well: Socket.IO carries out both answers (tried with 4.8.4), and what ws destroyed stays so. */
const io = (name: string, expected: Expected, refusal: string): Example =>
  example(
    name,
    expected,
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const io = new Server(3000);
const open = new Map();

io.use(authenticate);
io.use((socket, next) => {
  const mine = open.get(socket.data.userId) ?? new Set();
  ${refusal}
  open.set(socket.data.userId, mine.add(socket));
  socket.conn.once('close', () => mine.delete(socket));
  next();
});
io.on('connection', (socket) => socket.emit('hello'));
`,
  );

/** The whole of a hook, and what stands before it. */
const hook = (name: string, expected: Expected, body: string, before = ''): Example =>
  example(
    name,
    expected,
    `
import { Server } from 'socket.io';
import { authenticate, check } from './auth.js';

const io = new Server(3000);
const open = new Map();
${before}

io.use(authenticate);
io.use((socket, next) => {
  const mine = open.get(socket.data.userId) ?? new Set();
  const enter = () => {
    open.set(socket.data.userId, mine.add(socket));
    socket.conn.once('close', () => mine.delete(socket));
  };
  ${body}
});
io.on('connection', (socket) => socket.emit('hello'));
`,
  );

const upgrade = (name: string, refusal: string): Example =>
  example(
    name,
    enforced(3),
    `
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const server = createServer();
const wss = new WebSocketServer({ noServer: true });
const open = new Map();

server.on('upgrade', (req, socket, head) => {
  const { sub } = verify(req.headers.authorization);
  const mine = open.get(sub) ?? new Set();
  ${refusal}
  open.set(sub, mine.add(socket));
  socket.once('close', () => mine.delete(socket));
  wss.handleUpgrade(req, socket, head, (ws) => wss.emit('connection', ws, req));
});
wss.on('connection', (ws) => ws.send('hello'));
server.listen(80);
`,
  );

export const examples = [
  io('next with an error, and no more', enforced(3), "if (mine.size >= 3) {\n    next(new Error('limit'));\n    return;\n  }"),
  io('next with an error, and next', fails('notRejected'), "if (mine.size >= 3) next(new Error('limit'));"),
  io('next with an error, a log, and next', fails('notRejected'), "if (mine.size >= 3) {\n    next(new Error('limit'));\n    console.warn('limit');\n  }"),
  io('next with an error behind &&, and next', fails('notRejected'), "mine.size >= 3 && next(new Error('limit'));"),
  io('next with an error in a function, and next', fails('notRejected'), "const refuse = () => next(new Error('limit'));\n  if (mine.size >= 3) refuse();"),
  io('an error that is caught, and next', fails('notRejected'), "try {\n    if (mine.size >= 3) throw new Error('limit');\n  } catch (error) {\n    next(error);\n  }"),
  io('next with an error in a function that returns, and next', fails('notRejected'), "const check = () => {\n    if (mine.size >= 3) {\n      next(new Error('limit'));\n      return;\n    }\n  };\n  check();"),
  io('an error that is caught, and no more', enforced(3), "try {\n    if (mine.size >= 3) throw new Error('limit');\n  } catch (error) {\n    return next(error);\n  }"),
  io('next with an error in a loop, and no more', enforced(3), "for (const count of [mine.size]) if (count >= 3) return next(new Error('limit'));"),
  hook('next, and then an error', fails('notRejected'), "enter();\n  next();\n  if (mine.size > 3) next(new Error('limit'));"),
  hook('next, and an error that comes later', fails('notRejected'), "enter();\n  check(socket, () => {\n    if (mine.size > 3) next(new Error('limit'));\n  });\n  next();"),
  hook('next, or else an error', enforced(3), "if (mine.size < 3) {\n    enter();\n    return next();\n  }\n  next(new Error('limit'));"),
  hook('an error, or the opposite', enforced(3), "if (mine.size >= 3) next(new Error('limit'));\n  if (mine.size < 3) {\n    enter();\n    next();\n  }"),
  hook('an error, or the opposite of a name', enforced(3), "const isFull = mine.size >= 3;\n  if (isFull) next(new Error('limit'));\n  if (!isFull) {\n    enter();\n    next();\n  }"),
  hook('an error, and a mark', enforced(3), "let isRefused = false;\n  if (mine.size >= 3) {\n    isRefused = true;\n    next(new Error('limit'));\n  }\n  if (!isRefused) {\n    enter();\n    next();\n  }"),
  hook('a choice', enforced(3), "mine.size >= 3 ? next(new Error('limit')) : (enter(), next());"),
  hook('a function that refuses and says so', enforced(3), 'if (!admit(mine, next)) return;\n  enter();\n  next();', "function admit(mine, next) {\n  if (mine.size < 3) return true;\n  next(new Error('limit'));\n  return false;\n}"),
  hook('a function that refuses and gives a record', enforced(3), 'const { ok } = admit(mine, next);\n  if (!ok) return;\n  enter();\n  next();', "function admit(mine, next) {\n  if (mine.size >= 3) {\n    next(new Error('limit'));\n    return { ok: false };\n  }\n  return { ok: true };\n}"),
  hook('a check that fails open', enforced(3), "check(socket).then(() => {\n    if (mine.size >= 3) return next(new Error('limit'));\n    enter();\n    next();\n  }).catch(() => next());"),
  hook('one of two callbacks', enforced(3), "check(socket, () => {\n    if (mine.size >= 3) next(new Error('limit'));\n    else {\n      enter();\n      next();\n    }\n  }, () => next());"),
  hook('a listener that lets in', enforced(3), "if (mine.size >= 3) {\n    next(new Error('limit'));\n    return;\n  }\n  enter();\n  check(socket).once('ready', () => next()).once('error', (error) => next(error));"),
  hook('a function that is given what comes next', enforced(3), 'limit(mine, (error) => {\n    if (error) return next(error);\n    enter();\n    next();\n  });', "function limit(mine, done) {\n  if (mine.size >= 3) return done(new Error('limit'));\n  done();\n}"),
  io('the transport is closed, and next', enforced(3), 'if (mine.size >= 3) socket.conn.close();'),
  upgrade('destroyed, and taken over', 'if (mine.size >= 3) socket.destroy();'),
  upgrade('ended, and taken over', "if (mine.size >= 3) socket.end('HTTP/1.1 429 Too Many Requests\\\\r\\\\n\\\\r\\\\n');"),
];

testExamples('a refusal and an acceptance', examples);
