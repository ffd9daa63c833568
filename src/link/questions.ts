import type { Value } from '../facts/module-facts.js';
import type { Frame, Term } from './link.js';

/** How often a question is asked anew while the one that it leads back to is open; then it gets the same part again. */
const MAX_ATTEMPTS = 2;
/** How often that may come about anew, each time behind another question, before the part stands as the answer. */
const MAX_HEADS = 4;

/** A longer trail than this is no program that a person wrote, and would run out of stack. */
const MAX_TRAIL = 200;

/**
 * More steps than this no program needs that a person wrote: the largest known takes half as many. What a bundler made of
 * a hundred packages would take minutes; beyond this the answers are that nothing is known.
 */
const MAX_STEPS = 1_000_000;

/** What is asked of a term, and was not answered before. */
type Find<Answer, Asked extends Value> = (term: Term<Asked>) => Answer;

/** How many questions were looked into. */
export interface Effort {
  steps: number;
}

/** A question that is being looked into, or of whose answer only a part is known. */
class Question {
  /** The number of questions around it, while it is open; else -1. */
  openAt = -1;
  /** How often it was asked anew behind the same outermost question. */
  attempts = 0;
  heads = 0;
  answer: unknown = undefined;
  /** The outermost question that a part of an answer leads back to. */
  head: Question | undefined = undefined;
}

/** What is known about a term, by the kind of question; a hole where it was not asked. */
type Known = unknown[];

/** The answer to a question that has none. */
const NONE = Symbol('none');

/**
 * Answers questions about terms, each once. Code may lead a question back to itself (`a = b; b = a`, recursion): then
 * it gets `nothing` there, and whatever was found on the way is only a part of the answer. A part is kept as long as the
 * question is open that it leads back to, and for good only if asking again does not help; so every question ends, after a
 * number of steps that the size of the program bounds.
 */
export class Questions {
  private readonly open: Question[] = [];
  /** The outermost open question that was met again, by its depth. */
  private lowest = Number.POSITIVE_INFINITY;
  private steps = 0;
  private kinds = 0;
  private readonly effort: Effort;
  /** By frame first: there are far fewer of them than of values. One table for all kinds: most terms are asked for most. */
  private readonly known = new Map<Frame, Map<Value, Known>>();

  /** @param effort what all links of a program do together */
  constructor(effort: Effort) {
    this.effort = effort;
  }

  remember<Answer, Asked extends Value = Value>(nothing: (term: Term<Asked>) => Answer, find: Find<Answer, Asked>): Find<Answer, Asked> {
    const kind = this.kinds;
    this.kinds += 1;
    return (term) => {
      const known = this.knownOf(term);
      const found = known[kind];
      if (found !== undefined && !(found instanceof Question)) return (found === NONE ? undefined : found) as Answer;
      if (found && found.openAt >= 0) {
        this.lowest = Math.min(this.lowest, found.openAt);
        return nothing(term);
      }
      const isBehindHead = found?.head !== undefined && found.head.openAt >= 0;
      if (found?.head && isBehindHead && found.attempts >= MAX_ATTEMPTS) {
        this.lowest = Math.min(this.lowest, found.head.openAt);
        return found.answer as Answer;
      }
      const { lowest } = this;
      const depth = this.open.length;
      if (depth > MAX_TRAIL || (this.steps += 1) > MAX_STEPS) {
        this.lowest = 0;
        return nothing(term);
      }
      this.effort.steps += 1;
      const question = found ?? new Question();
      known[kind] = question;
      question.openAt = depth;
      this.open.push(question);
      this.lowest = Number.POSITIVE_INFINITY;
      const answer = find(term);
      this.open.pop();
      question.openAt = -1;
      const isWhole = this.lowest >= depth;
      if (!isWhole) {
        if (!isBehindHead) {
          question.attempts = 0;
          question.heads += 1;
        }
        question.attempts += 1;
        question.head = this.open[this.lowest];
      }
      if (isWhole || question.heads >= MAX_HEADS) known[kind] = answer === undefined ? NONE : answer;
      else question.answer = answer;
      this.lowest = isWhole ? lowest : Math.min(lowest, this.lowest);
      return answer;
    };
  }

  private knownOf({ value, frame }: Term): Known {
    let values = this.known.get(frame);
    if (!values) this.known.set(frame, (values = new Map<Value, Known>()));
    let known = values.get(value);
    if (!known) values.set(value, (known = []));
    return known;
  }
}
