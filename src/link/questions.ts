import type { Frame, Term } from './link.js';
import type { Value } from '../facts/module-facts.js';

/** How often a question that leads back to itself is asked anew before its answer stands as it is. */
const MAX_ATTEMPTS = 4;

/** A longer trail than this is no program that a person wrote, and would run out of stack. */
const MAX_TRAIL = 200;

/** What is asked of a term, and was not answered before. */
type Find<Answer, Asked extends Value> = (term: Term<Asked>) => Answer;

/**
 * Answers questions about terms, each once. Code may lead a question back to itself (`a = b; b = a`, recursion): then
 * it gets `nothing` there, and whatever was found on the way is only a part of the answer. A part is not kept, unless
 * asking again does not help; so every question ends, after a number of steps that the size of the program bounds.
 */
export class Questions {
  private depth = 0;
  /** The outermost open question that was met again, by its depth. */
  private lowest = Number.POSITIVE_INFINITY;

  remember<Answer, Asked extends Value = Value>(nothing: (term: Term<Asked>) => Answer, find: Find<Answer, Asked>): Find<Answer, Asked> {
    const known = new WeakMap<Value, Map<Frame, { readonly answer: Answer }>>();
    const open = new Map<Value, Map<Frame, number>>();
    const attempts = new WeakMap<Value, Map<Frame, number>>();
    return (term) => {
      const { value, frame } = term;
      const answered = known.get(value)?.get(frame);
      if (answered) return answered.answer;
      const asked = open.get(value);
      const since = asked?.get(frame);
      if (since !== undefined) {
        this.lowest = Math.min(this.lowest, since);
        return nothing(term);
      }
      const { depth, lowest } = this;
      if (depth > MAX_TRAIL) {
        this.lowest = 0;
        return nothing(term);
      }
      set(open, value, frame, depth);
      this.depth += 1;
      this.lowest = Number.POSITIVE_INFINITY;
      const answer = find(term);
      this.depth = depth;
      open.get(value)?.delete(frame);
      const isWhole = this.lowest >= depth;
      const attempt = isWhole ? 0 : (attempts.get(value)?.get(frame) ?? 0) + 1;
      if (isWhole || attempt >= MAX_ATTEMPTS) set(known, value, frame, { answer });
      else set(attempts, value, frame, attempt);
      this.lowest = Math.min(lowest, isWhole ? Number.POSITIVE_INFINITY : this.lowest);
      return answer;
    };
  }
}

interface Table<Item> {
  get(value: Value): Map<Frame, Item> | undefined;
  set(value: Value, frames: Map<Frame, Item>): unknown;
}

function set<Item>(table: Table<Item>, value: Value, frame: Frame, item: Item): void {
  const frames = table.get(value);
  if (frames) frames.set(frame, item);
  else table.set(value, new Map([[frame, item]]));
}
