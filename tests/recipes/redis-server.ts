import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createClient } from 'redis';

/** A Redis of its own, which keeps nothing on disk. */
export interface RedisServer {
  url: string;
  /** The slots that have not expired, of every user that Redis knows. */
  slots: () => Promise<Record<string, number>>;
  /** Lets nothing through, as a network that swallows packets. */
  pause: () => void;
  resume: () => void;
  /** Ends at once; `start` begins anew, without what was there, and changes nothing while it runs. */
  end: () => Promise<void>;
  start: () => Promise<void>;
}

const hasRedis = ((): boolean => {
  try {
    return execFileSync('redis-server', ['--version'], { stdio: 'pipe' }).length > 0;
  } catch {
    return false;
  }
})();

/** For tests that need a Redis: they are skipped where it is not installed. */
export const withoutRedis = { skip: !hasRedis, note: hasRedis ? '' : ' (skipped: redis-server is not installed)' };

const findPort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

export const startRedis = async (): Promise<RedisServer> => {
  const port = await findPort();
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    child?.kill('SIGCONT');
    child ??= spawn('redis-server', ['--save', '', '--appendonly', 'no', '--bind', '127.0.0.1', '--port', String(port)], { stdio: 'ignore' });
    const client = createClient({ url }).on('error', () => undefined);
    await client.connect();
    client.destroy();
  };
  await start();
  process.once('exit', () => child?.kill('SIGKILL'));
  return {
    url,
    slots: async () => {
      const client = await createClient({ url }).connect();
      const [now, keys] = [await client.time(), await client.keys('*')];
      const entries = await Promise.all(keys.map(async (key) => [key.replace('connections:', ''), await client.zCount(key, Number(now[0]) * 1000 + Number(now[1]) / 1000, '+inf')] as const));
      client.destroy();
      return Object.fromEntries(entries);
    },
    pause: () => child?.kill('SIGSTOP'),
    resume: () => child?.kill('SIGCONT'),
    start,
    end: async () => {
      const ended = child;
      child = undefined;
      if (ended?.exitCode !== null) return;
      const closed = once(ended, 'close');
      ended.kill('SIGKILL');
      await closed;
    },
  };
};
