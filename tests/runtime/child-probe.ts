/** Loaded into every server process before the server: tells what is open there, and ends with the tests. */
import { EventEmitter } from 'node:events';
import { Server } from 'node:net';

export interface Report {
  /** Open connections per user, as the server's own Map has them. */
  slots: Record<string, number>;
  /** TCP connections that the process holds. */
  tcp: number;
  /** Engine.IO connections, where there are any. */
  engines: number;
  /** Upgrade requests that have reached the server so far. */
  upgrades: number;
}

declare global {
  /** Set by the last line of every server module. */
  var runtimeProbe: { connectionsPerUser: Map<unknown, unknown>; engine?: { clientsCount: number } } | undefined;
}

let upgrades = 0;
Server.prototype.emit = function countUpgrades(this: Server, event: string, ...details: unknown[]): boolean {
  if (event === 'upgrade') upgrades += 1;
  return EventEmitter.prototype.emit.call(this, event, ...details);
};

const sizeOf = (entry: unknown): number => {
  if (entry instanceof Set) return entry.size;
  return Array.isArray(entry) ? entry.length : Number(entry);
};

process.on('message', () => {
  const { connectionsPerUser = new Map<unknown, unknown>(), engine } = globalThis.runtimeProbe ?? {};
  const report: Report = {
    slots: Object.fromEntries(Array.from(connectionsPerUser, ([user, entry]) => [String(user), sizeOf(entry)])),
    tcp: process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length,
    engines: engine?.clientsCount ?? 0,
    upgrades,
  };
  process.send?.(report);
});
process.on('disconnect', () => process.exit());
