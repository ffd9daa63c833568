import { type Files, withProgram } from '../../link/program.js';

const RULE = 'no-process-local-limit';

/** What the rule says of one file of a program: what each report points at, and the line that it names. */
export function found(files: Files, linted = Object.keys(files)[0] ?? ''): string[] {
  return withProgram(files, (program) => {
    const heads = program.headsOf(linted);
    return program.messages(linted).flatMap(({ ruleId, message }, index) => {
      if (ruleId?.endsWith(RULE) !== true) return [];
      const [, name = '', line = ''] = /\(([^()\s]+):(\d+)\) says that there are several/u.exec(message) ?? [];
      const path = Object.keys(files).find((file) => file.endsWith(name)) ?? '';
      return [`${heads[index] ?? ''} | ${path}: ${files[path]?.split('\n')[Number(line) - 1]?.trim() ?? message}`];
    });
  });
}

/** A server of ws, with a guard per user in memory. It is begun by what is put behind it. */
export const wsServer = (begin = 'serve(createServer());', head = "import { WebSocketServer } from 'ws';"): string => `
${head}
const open = new Map();
function serve(http) {
  const wss = new WebSocketServer({ server: http });
  wss.on('connection', (ws, request) => {
    const { sub } = jwt.verify(request.headers.authorization, KEY);
    const mine = open.get(sub) ?? new Set();
    if (mine.size >= 3) return ws.close(1013);
    open.set(sub, mine.add(ws));
    ws.once('close', () => mine.delete(ws));
  });
}
${begin}
`;

/** A server of Socket.IO; `check` refuses. */
export const ioServer = (head = '', check = "if ((open.get(socket.data.userId) ?? 0) >= 3) return next(new Error('limit'));", options = '{}'): string => `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';
${head}
const open = new Map();
const io = new Server(3000, ${options});
io.use(authenticate);
io.use(async (socket, next) => {
  ${check}
  open.set(socket.data.userId, (open.get(socket.data.userId) ?? 0) + 1);
  socket.conn.once('close', () => open.set(socket.data.userId, open.get(socket.data.userId) - 1));
  next();
});
io.on('connection', (socket) => socket.emit('hello'));
`;
