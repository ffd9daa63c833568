import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** As much of Redis as a counter needs: its protocol, GET, INCR and DECR. */
export const startStore = async (): Promise<{ port: number; server: Server }> => {
  const counts = new Map<string, number>();
  const answer = ([command = '', key = '']: readonly string[]): string => {
    const count = counts.get(key) ?? 0;
    switch (command.toLowerCase()) {
      case 'get':
        return counts.has(key) ? `$${String(String(count).length)}\r\n${String(count)}\r\n` : '$-1\r\n';
      case 'incr':
      case 'decr': {
        const next = count + (command.toLowerCase() === 'incr' ? 1 : -1);
        counts.set(key, next);
        return `:${String(next)}\r\n`;
      }
      default:
        return '+OK\r\n';
    }
  };
  const server = createServer((socket) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += String(chunk);
      for (let read = readCommand(text); read; read = readCommand(text)) {
        text = text.slice(read.length);
        socket.write(answer(read.words));
      }
    });
    socket.on('error', () => undefined);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The store has no port.');
  return { port: address.port, server };
};

/** `*2\r\n$4\r\nINCR\r\n$1\r\na\r\n`, once all of it is there. */
const readCommand = (text: string): { words: string[]; length: number } | undefined => {
  const count = /^\*(?<count>\d+)\r\n/u.exec(text)?.groups?.['count'];
  if (count === undefined) return undefined;
  const whole = new RegExp(String.raw`^\*\d+\r\n(?:\$\d+\r\n[^\r]*\r\n){${count}}`, 'u').exec(text)?.[0];
  if (whole === undefined) return undefined;
  return { words: whole.split('\r\n').filter((_, index) => index > 0 && index % 2 === 0), length: whole.length };
};
