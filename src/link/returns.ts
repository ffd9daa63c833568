import { type Frame, functionOf, type Term, termAt } from './link.js';

/** What a function returns, by its `return` statements. */
export function returnsOf(activation: Frame): Term[] {
  return functionOf(activation).events.flatMap((event) =>
    event.kind === 'return' && !event.implicit ? [termAt(event.value, activation)] : [],
  );
}
