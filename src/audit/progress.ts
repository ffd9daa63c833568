import type { Stream } from './command-line.js';

/** Shorter runs show none. */
const DELAY_MS = 700;
const INTERVAL_MS = 100;
const WIDTH = 24;

interface Progress {
  readonly show: (progress: { readonly done: number; readonly total: number; readonly file: string }) => void;
  readonly clear: () => void;
}

/** A line on a terminal that says how far a long run has come; nothing anywhere else. */
export function progressBar(stream: Stream, delayMs = DELAY_MS): Progress {
  let next = performance.now() + delayMs;
  let isShown = false;
  return {
    show({ done, total, file }) {
      if (stream.isTTY !== true || performance.now() < next) return;
      next = performance.now() + INTERVAL_MS;
      isShown = true;
      const filled = Math.round((done / total) * WIDTH);
      const line = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${String(done)} of ${String(total)} files  ${file}`;
      stream.write(`\r\u001B[2K${line.slice(0, (stream.columns ?? 80) - 1)}`);
    },
    clear() {
      if (isShown) stream.write('\r\u001B[2K');
    },
  };
}
