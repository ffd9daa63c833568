import { bareFrame, type Frame, type Link, type LinkedModule, type Term } from './link.js';

/** Activations of one function by calls within calls; beyond it one stands for all. */
const MAX_ACTIVATIONS = 16;

/** One frame for the same activation, however often it is met, so that each question about it is answered once. */
export function createFrames(): Link['activate'] {
  const known = new Map<LinkedModule, Map<string, Frame>>();
  const made = new Map<LinkedModule, Map<number, number>>();
  const names = new Map<object, number>();
  const nameOf = (object: object): number => {
    let name = names.get(object);
    if (name === undefined) names.set(object, (name = names.size));
    return name;
  };
  const termName = (term: Term | undefined): string => (term ? `${String(nameOf(term.value))}:${String(nameOf(term.frame))}` : '-');
  return (frame) => {
    const { module, fn, depth, parent, self, from, bound = [] } = frame;
    const key = `${String(fn)} ${String(depth)} ${parent ? String(nameOf(parent)) : '-'} ${termName(self)} ${termName(from)} ${bound.map(termName).join(' ')}`;
    const frames = known.get(module) ?? new Map<string, Frame>();
    known.set(module, frames);
    const same = frames.get(key);
    if (same) return same;
    const counts = made.get(module) ?? new Map<number, number>();
    made.set(module, counts);
    const count = (counts.get(fn) ?? 0) + (depth > 1 ? 1 : 0);
    counts.set(fn, count);
    const own = count > MAX_ACTIVATIONS ? bareFrame(module, fn) : frame;
    frames.set(key, own);
    return own;
  };
}
