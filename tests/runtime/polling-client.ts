import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type RunningServer } from './start-server.js';

const send = async ({ port }: RunningServer, method: string, path: string, body = ''): Promise<string> => {
  // No agent, so that no idle connection stays behind.
  const sent = request({ host: '127.0.0.1', port, method, path, agent: false }).end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return text(response);
};

/** Asks to join by long polling, and never polls for the answer. */
export const askByPolling = async (server: RunningServer, user: string): Promise<void> => {
  const path = '/socket.io/?EIO=4&transport=polling';
  const opened = await send(server, 'GET', path);
  const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
  await send(server, 'POST', `${path}&sid=${sid}`, `40${JSON.stringify({ token: user })}`);
};
