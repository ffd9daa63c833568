import { provideProcess } from '../browser/process.js';
import type { Reply, Request } from './protocol.js';

const reply = (message: Reply): void => {
  postMessage(message);
};

provideProcess();

addEventListener('message', ({ data }: MessageEvent<Request>) => {
  void answer(data);
});

async function answer({ id, task, work }: Request): Promise<void> {
  try {
    // Behind what it asks for when it is loaded.
    const { check, fixAll, needsTypeScript } = await import('./analysis.js');
    if (needsTypeScript(work)) reply({ id, kind: 'fetching' });
    reply({ id, kind: 'finished', result: await (task === 'fix' ? fixAll(work) : check(work)) });
  } catch (error) {
    reply({ id, kind: 'failed', reason: reasonOf(error) });
  }
}

/** The first line without ESLint's own words about where in a rule it was: they say nothing here. */
function reasonOf(error: unknown): string {
  const [reason = 'The analysis failed.'] = (error instanceof Error ? error.message : String(error)).split('\n');
  return reason.replace(/^Error while loading rule '[^']+': /u, '');
}
