import { once } from 'node:events';
import { connect } from 'node:net';
import { type RunningServer } from './start-server.js';

/** A client that speaks on a bare TCP socket, so that it can be silent, rude or suddenly gone. */
export interface RawClient {
  /** Resolves when the bytes received so far contain the text, so many times. */
  received: (text: string, times?: number) => Promise<void>;
  send: (frame: Buffer) => void;
  /** Ends its own half of the connection (FIN). */
  end: () => void;
  /** Drops the connection (RST). */
  reset: () => void;
}

const handshake = (path: string, version: number, protocol?: string, headers: string[] = []): string =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    `Sec-WebSocket-Version: ${version}`,
    ...(protocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
    ...headers,
    '\r\n',
  ].join('\r\n');

/** A text frame of less than 126 bytes, under a mask of zeros. */
export const textFrame = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0x81, 0x80 | Buffer.byteLength(text), 0, 0, 0, 0]), Buffer.from(text)]);

/** A frame with reserved bits, which no endpoint may send. */
export const invalidFrame = Buffer.from([0xff, 0x80, 0, 0, 0, 0]);

/** Asks for a WebSocket and then does nothing that it is not told to do, not even answer a FIN. */
export const connectRaw = (server: Pick<RunningServer, 'port' | 'keep'>, path: string, version = 13, protocol?: string, headers?: string[]): RawClient => {
  const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
  server.keep(() => socket.destroy());
  let bytes = '';
  socket.setEncoding('latin1').on('data', (chunk) => (bytes += String(chunk)));
  socket.on('error', () => undefined);
  socket.write(handshake(path, version, protocol, headers));
  return {
    received: async (text, times = 1) => {
      const patience = AbortSignal.timeout(3000);
      while (bytes.split(text).length <= times) {
        await once(socket, 'data', { signal: patience }).catch((cause: unknown) => {
          throw new Error(`The server did not send "${text}".`, { cause });
        });
      }
    },
    send: (frame) => socket.write(frame),
    end: () => socket.end(),
    reset: () => socket.resetAndDestroy(),
  };
};
