import type { Finished, Reply, Request, Task, Work } from './protocol.js';

/** Nothing that a person pastes takes so long; a loop without end would. */
const MAX_SECONDS = 30;

interface Waiting {
  readonly id: number;
  readonly resolve: (result: Finished) => void;
  readonly reject: (reason: Error) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Has a worker do the analysis, so that typing never waits for it. One question at a time. */
export class Analyst {
  private worker: Worker | undefined;
  private waiting: Waiting | undefined;
  private readonly whenFetching: () => void;
  private lastId = 0;

  /** @param whenFetching is told that a parser has to be loaded first, which takes a moment. */
  constructor(whenFetching: () => void) {
    this.whenFetching = whenFetching;
  }

  ask(task: Task, work: Work): Promise<Finished> {
    const worker = (this.worker ??= this.start());
    return new Promise((resolve, reject) => {
      const id = ++this.lastId;
      const timer = setTimeout(() => {
        this.giveUp(`The analysis was stopped after ${MAX_SECONDS} seconds. Take a part of the program, and try again.`);
      }, MAX_SECONDS * 1000);
      this.waiting = { id, resolve, reject, timer };
      worker.postMessage({ id, task, work } satisfies Request);
    });
  }

  stop(): void {
    this.worker?.terminate();
    this.worker = undefined;
    clearTimeout(this.waiting?.timer);
    this.waiting = undefined;
  }

  private start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
      this.hear(data);
    });
    worker.addEventListener('error', () => {
      this.giveUp('The analysis could not be loaded. Look at the connection, and load the page again.');
    });
    return worker;
  }

  private hear(reply: Reply): void {
    const { waiting } = this;
    if (waiting?.id !== reply.id) return;
    if (reply.kind === 'fetching') {
      this.whenFetching();
      return;
    }
    this.waiting = undefined;
    clearTimeout(waiting.timer);
    if (reply.kind === 'finished') waiting.resolve(reply.result);
    else waiting.reject(new Error(reply.reason));
  }

  private giveUp(reason: string): void {
    const { waiting } = this;
    this.stop();
    waiting?.reject(new Error(reason));
  }
}
