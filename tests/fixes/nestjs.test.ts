import { describeFixes } from './describe-fixes.js';

const HEAD = `import { type OnGatewayConnection, WebSocketGateway } from '@nestjs/websockets';
import { type Socket } from 'socket.io';
`;
const VERIFY = `
declare function verifyToken(token: unknown): { id: string } | undefined;
`;

const gateway = (name: string, namespace: string): string => `
@WebSocketGateway({ namespace: '${namespace}' })
export class ${name} implements OnGatewayConnection {
  handleConnection(client: Socket): void {
    const user = verifyToken(client.handshake.auth['token']);
    if (!user) {
      client.disconnect(true);
      return;
    }
    client.emit('hello', user.id);
  }
}
`;

describeFixes('NestJS', [
  { name: 'two gateways share one Map', language: 'typescript', by: 'fix', code: HEAD + VERIFY + gateway('Chat', '/chat') + gateway('News', '/news') },
  {
    name: 'the user by settings, and a handler for the end',
    language: 'typescript',
    by: 'fix',
    settings: { identity: ['client.data.userId'] },
    code: `${HEAD.replace('OnGatewayConnection,', 'OnGatewayConnection, type OnGatewayDisconnect,')}
@WebSocketGateway()
export class Chat implements OnGatewayConnection, OnGatewayDisconnect {
  private online = 0;

  handleConnection(client: Socket): void {
    this.online += 1;
    client.emit('online', this.online);
  }

  handleDisconnect(): void {
    this.online -= 1;
  }
}
`,
  },
  {
    name: 'ws, the user after an await',
    language: 'typescript',
    by: 'fix',
    code: `import { type IncomingMessage } from 'node:http';
import { type OnGatewayConnection, WebSocketGateway } from '@nestjs/websockets';
import { type WebSocket } from 'ws';

declare function verifyToken(token: unknown): Promise<{ id: string } | undefined>;

@WebSocketGateway()
export class Chat implements OnGatewayConnection {
  async handleConnection(client: WebSocket, request: IncomingMessage): Promise<void> {
    const user = await verifyToken(request.headers.authorization);
    if (!user) {
      client.close(4401);
      return;
    }
    client.send(user.id);
  }
}
`,
  },
  {
    name: 'a handler without parameters',
    language: 'typescript',
    by: 'nothing',
    code: `import { type OnGatewayConnection, WebSocketGateway } from '@nestjs/websockets';

@WebSocketGateway()
export class Chat implements OnGatewayConnection {
  private online = 0;

  handleConnection(): void {
    this.online += 1;
  }
}
`,
  },
  {
    name: 'middleware that knows the user, on the injected server',
    language: 'typescript',
    by: 'fix',
    code: `import { type OnGatewayInit, WebSocketGateway, WebSocketServer } from '@nestjs/websockets';
import { type Server } from 'socket.io';
${VERIFY}
@WebSocketGateway()
export class Chat implements OnGatewayInit {
  @WebSocketServer()
  private readonly server!: Server;

  afterInit(): void {
    this.server.use((socket, next) => {
      const user = verifyToken(socket.handshake.auth['token']);
      if (!user) {
        next(new Error('Unauthorized'));
        return;
      }
      (socket.data as { userId: string }).userId = user.id;
      next();
    });
  }
}
`,
  },
]);
