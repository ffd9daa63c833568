// A small chat server: signed tokens, rooms, the last messages of each room. `npm run demo` lints, fixes and attacks it.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const limits = {
  maxConnectionsPerUser: 3,
  maxMessageLength: 500,
  messagesKeptPerRoom: 50,
};

const { HOST = '127.0.0.1', PORT = '3000', TOKEN_SECRET } = process.env;
if (!TOKEN_SECRET) throw new Error('Set TOKEN_SECRET to the key that user tokens are signed with.');

const httpServer = createServer((request, response) => {
  response.writeHead(request.url === '/health' ? 200 : 404).end();
});
const io = new Server(httpServer);

/** A token is `alice.<signature of alice>`. */
function verifyToken(token) {
  const [id, signature = ''] = String(token).split('.');
  const given = Buffer.from(signature, 'hex');
  const expected = createHmac('sha256', TOKEN_SECRET).update(id).digest();
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Error('Invalid token');
  return { id };
}

io.use((socket, next) => {
  try {
    const user = verifyToken(socket.handshake.auth.token);
    socket.data.userId = user.id;
    next();
  } catch (error) {
    next(error);
  }
});

/** The last messages of each room, by its name. */
const history = new Map();

function remember(room, message) {
  const messages = history.get(room) ?? [];
  messages.push(message);
  history.set(room, messages.slice(-limits.messagesKeptPerRoom));
}

io.on('connection', (socket) => {
  const { userId } = socket.data;

  socket.on('join', (room, reply) => {
    socket.join(room);
    socket.to(room).emit('joined', { room, userId });
    reply({ messages: history.get(room) ?? [] });
  });

  socket.on('leave', (room) => {
    socket.leave(room);
    socket.to(room).emit('left', { room, userId });
  });

  socket.on('message', (room, text, reply) => {
    if (!socket.rooms.has(room)) {
      reply({ error: 'Join the room first' });
      return;
    }
    if (typeof text !== 'string' || text.length > limits.maxMessageLength) {
      reply({ error: `A message is a text of at most ${limits.maxMessageLength} characters` });
      return;
    }
    const message = { room, userId, text, at: Date.now() };
    remember(room, message);
    io.to(room).emit('message', message);
    reply({ at: message.at });
  });
});

httpServer.listen(Number(PORT), HOST, () => {
  console.log(`Listening on http://${HOST}:${httpServer.address().port}`);
});
