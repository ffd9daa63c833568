import type { Value } from '../facts/module-facts.js';
import type { Frame, Term } from './link.js';

/** How often a question that leads back to itself is asked anew before its answer stands as it is. */
const MAX_ATTEMPTS = 4;

/** A longer trail than this is no program that a person wrote, and would run out of stack. */
const MAX_TRAIL = 200;

/** What is asked of a term, and was not answered before. */
type Find<Answer, Asked extends Value> = (term: Term<Asked>) => Answer;

interface Question<Answer> {
  attempts: number;
  /** The number of questions around it, while it is open; else -1. */
  openAt: number;
  isAnswered: boolean;
  answer: Answer | undefined;
}

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
    // By frame first: there are far fewer of them than of values, and a Map for each value fills the memory.
    const known = new Map<Frame, Map<Value, Question<Answer>>>();
    return (term) => {
      const { value, frame } = term;
      let values = known.get(frame);
      if (!values) known.set(frame, (values = new Map<Value, Question<Answer>>()));
      let question = values.get(value);
      if (question?.isAnswered) return question.answer as Answer;
      if (question && question.openAt >= 0) {
        this.lowest = Math.min(this.lowest, question.openAt);
        return nothing(term);
      }
      const { depth, lowest } = this;
      if (depth > MAX_TRAIL) {
        this.lowest = 0;
        return nothing(term);
      }
      if (!question) values.set(value, (question = { attempts: 0, openAt: -1, isAnswered: false, answer: undefined }));
      question.openAt = depth;
      this.depth = depth + 1;
      this.lowest = Number.POSITIVE_INFINITY;
      const answer = find(term);
      this.depth = depth;
      question.openAt = -1;
      const isWhole = this.lowest >= depth;
      if (!isWhole) question.attempts += 1;
      if (isWhole || question.attempts >= MAX_ATTEMPTS) {
        question.isAnswered = true;
        question.answer = answer;
      }
      this.lowest = isWhole ? lowest : Math.min(lowest, this.lowest);
      return answer;
    };
  }
}
