import { readFileSync } from 'node:fs';

/** TCP connections at a local port: what the kernel says, since each runtime keeps its own books. */
export const connectionsAt = (port: number): number => {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(1));
  return lines.filter((line) => {
    const [, address = '', , state = ''] = line.trim().split(/\s+/u);
    // Established, or half closed by the client.
    return address.endsWith(local) && (state === '01' || state === '08');
  }).length;
};
