import { type Link, type Premise, termAt } from './link.js';
import { openThrows } from './open-throws.js';
import { openTruth } from './open-truth.js';
import type { Opening, Tests } from './opening.js';

const OPENED = new WeakMap<Link, WeakMap<Premise, Tests>>();

/** Opens a chain of premises until it is made of counts, of calls out of reach, or of nothing that matters here. */
export function testsOf(link: Link, premise: Premise | undefined, until?: Premise): Tests {
  if (!premise || until) return openChain(link, premise, until);
  const known = OPENED.get(link) ?? new WeakMap<Premise, Tests>();
  OPENED.set(link, known);
  const tests = known.get(premise) ?? openChain(link, premise);
  known.set(premise, tests);
  return tests;
}

function openChain(link: Link, premise: Premise | undefined, until?: Premise): Tests {
  const tests: Tests = { counts: [], opaque: [] };
  const seen = new Set<string>();
  for (let at = premise; at && at !== until; at = at.outer) {
    openPremise(openingOf({ link, top: at, tests, seen, depth: 0 }), at);
    // What runs because something threw does not run because of what had to be so before.
    if (at.condition.kind === 'threw') break;
  }
  return tests;
}

function openingOf(given: Pick<Opening, 'link' | 'top' | 'tests' | 'seen' | 'depth'>): Opening {
  const opening: Opening = {
    ...given,
    deeper: () => openingOf({ ...given, depth: given.depth + 1 }),
    truth: (term, truthy) => {
      openTruth(opening, term, truthy);
    },
    premises: (premise) => {
      const inner = opening.deeper();
      for (let at = premise; at; at = at.outer) openPremise(inner, at);
    },
  };
  return opening;
}

function openPremise(opening: Opening, { condition, frame }: Premise): void {
  if (condition.kind === 'test') opening.truth(termAt(condition.value, frame), condition.truthy);
  else if (condition.kind === 'threw') openThrows(opening, frame, condition.first, condition.last);
}
