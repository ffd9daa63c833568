import process from 'node:process';
import type { Used } from './measurements.js';

const KILOBYTES = 1024;
const MEGABYTE = KILOBYTES * KILOBYTES;

/** CPU milliseconds since the process began. */
export function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export function used(): Used {
  return { cpu: cpu(), peak: process.resourceUsage().maxRSS / KILOBYTES };
}

/** CPU milliseconds of whatever it does. */
export function timed(run: () => unknown): number {
  const start = cpu();
  run();
  return cpu() - start;
}

/** Megabytes that are in use when nothing is left to collect. */
export function kept(): number {
  if (!global.gc) throw new Error('Start this process with --expose-gc: what is kept cannot be told from garbage without it.');
  global.gc();
  return process.memoryUsage().heapUsed / MEGABYTE;
}
