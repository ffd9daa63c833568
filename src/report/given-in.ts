import type { Link, LinkedModule, Term } from '../link/link.js';

const MAX_STEPS = 8;

/** Where a file gives the value that a helper in another file uses: the first term there that still fits. */
export function givenIn(link: Link, used: Term, module: LinkedModule, fits: (term: Term) => boolean): Term | undefined {
  let at = used;
  for (let steps = 0; steps < MAX_STEPS && at.frame.module !== module; steps += 1) {
    const next = link.next(at).find((term) => term.value !== at.value && fits(term));
    if (!next) return undefined;
    at = next;
  }
  return at.frame.module === module ? at : undefined;
}
