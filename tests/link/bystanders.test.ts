import { afterEach, describe, expect, it } from 'vitest';
import { parsed } from '../../src/link/load.js';
import { type Files, Program } from './program.js';

const SERVER: Files = {
  'server.js': `import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

export const server = createServer();
export const wss = new WebSocketServer({ server });
wss.on('connection', (ws) => ws.send('hello'));
`,
};

let program: Program | undefined;
afterEach(() => program?.delete());

/** How many other files were read for a file, and what was found in it. */
function linted(test: string): { read: number; found: string[] } {
  program = new Program({ ...SERVER, 'server.test.js': test });
  const before = parsed.files;
  const found = program.lint('server.test.js');
  return { read: parsed.files - before, found };
}

describe('a file in which nothing can be found reads no other', () => {
  it('a test that starts the server and connects to it', () => {
    const { read, found } = linted(`import { WebSocket } from 'ws';
import { server } from './server.js';

it('says hello', async () => {
  await new Promise((resolve) => server.listen(0, resolve));
  const client = new WebSocket('ws://localhost');
  client.on('message', (text) => expect(String(text)).toBe('hello'));
  client.on('open', () => client.close());
});
`);
    expect(found).toEqual([]);
    // The server is somebody else's: what listens on it may be told here.
    expect(read).toBeLessThanOrEqual(1);
  });

  it('a client', () => {
    expect(linted(`import WebSocket from 'ws';
import { url } from './server.js';

class Client extends Map {}
const client = new WebSocket(url);
client.on('open', () => client.send(new Client().size));
`)).toEqual({ read: 0, found: [] });
  });
});

describe('a file that may be a way in reads what its verdict needs', () => {
  it.each([
    ['registers on what another file makes', `import { wss } from './server.js';\nwss.on('connection', (ws) => ws.send('again'));\n`],
    ['registers handlers that another file lists', `import { WebSocketServer } from 'ws';\nimport { handlers } from './handlers.js';\nconst wss = new WebSocketServer({ port: 1 });\nfor (const [event, handler] of Object.entries(handlers)) wss.on(event, handler);\n`],
  ])('%s', (_, text) => {
    program = new Program({ ...SERVER, 'handlers.js': "export const handlers = { connection(ws) { ws.send('again'); } };\n", 'more.js': text });
    expect(program.lint('more.js')).toEqual(['require-per-user-connection-limit:missing']);
  });
});
