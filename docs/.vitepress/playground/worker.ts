import { check, fixAll, needsTypeScript } from './analysis.js';
import type { Reply, Request } from './protocol.js';

const reply = (message: Reply): void => {
  postMessage(message);
};

addEventListener('message', ({ data }: MessageEvent<Request>) => {
  void answer(data);
});

async function answer({ id, task, work }: Request): Promise<void> {
  if (needsTypeScript(work)) reply({ id, kind: 'fetching' });
  try {
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
