import { refusingUpgrade } from './guard-texts.js';
import type { ExportModel, LibraryModel, WayInModel } from './model.js';
import { ws } from './ws.js';

const server: ExportModel = { constructs: 'websocket-stream:server', calls: 'websocket-stream:server', type: 'websocket-stream:server' };
const parts: Readonly<Record<string, ExportModel>> = {
  createServer: server,
  Server: server,
  WebSocketDuplex: { type: 'websocket-stream:stream' },
};
// Called with a connection of ws it puts a stream around that; called with an address it is a client.
const stream: ExportModel = { calls: 'websocket-stream:stream', members: parts };

const onStream: WayInModel = { phase: 'accepted', parameters: ['websocket-stream:stream', 'http:request'], isSite: true, covers: 'emitter' };

const serverOfWs = ws.roles['ws:server'];

/** The server of ws, with streams for connections. https://github.com/maxogden/websocket-stream */
export const websocketStream: LibraryModel = {
  name: 'websocket-stream',
  specifiers: ['websocket-stream', 'websocket-stream/server', '@httptoolkit/websocket-stream', '@httptoolkit/websocket-stream/server'],
  versions: '5.5.2; @httptoolkit/websocket-stream 6.0.1',
  isSubject: true,
  pitfalls: [
    '`destroy` and `end` ask the client to close: one that does not answer stays for half a minute, unless `stream.socket.terminate()` ends it.',
    'A stream without a listener for `error` ends the process as soon as its client sends a frame that is not valid, also where the stream was refused before.',
  ],
  exports: { default: stream, '*': stream, ...parts },
  roles: {
    'websocket-stream:server': {
      ...serverOfWs,
      // What is written for a connection does not fit a stream.
      guards: [refusingUpgrade],
      waysIn: [
        { ...onStream, isGiven: true },
        { ...onStream, call: ['on', 'once', 'addListener', 'prependListener'], events: ['stream'], onlyFirst: ['once'] },
        ...(serverOfWs?.waysIn ?? []),
      ],
    },
    'websocket-stream:stream': {
      members: { socket: 'ws:connection' },
      methods: { on: { chains: true }, once: { chains: true }, addListener: { chains: true }, destroy: { rejects: true }, end: { rejects: true } },
      ends: ['close', 'finish', 'end'],
    },
  },
};
