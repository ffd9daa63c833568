import type { CallValue, Value } from '../facts/module-facts.js';
import { SCRIPT_ADDS, SCRIPT_COMMANDS, SCRIPT_COMPARISON, SCRIPT_COUNTS, SCRIPT_INCREMENTS, SCRIPT_SIZES } from '../models/stores.js';
import { redisHolding } from './containers.js';
import { type CountTest, type Link, type Premise, type Term, termAt } from './link.js';
import { textOf } from './value-names.js';

/**
 * A script that counts under a key and compares with a limit, in one step. What it answers means, so the branch that
 * turns away is believed to know which answer is which.
 */
export function scriptTest(link: Link, call: Term<CallValue>, premise: Premise): CountTest | undefined {
  const { callee, args } = call.value;
  if (callee.kind !== 'member' || typeof callee.property !== 'string' || !SCRIPT_COMMANDS.has(callee.property)) return undefined;
  const [source] = args;
  const text = source && textOf(link, termAt(source, call.frame));
  const found = text === undefined ? undefined : SCRIPT_COMPARISON.exec(text)?.groups;
  if (text === undefined || !found || !SCRIPT_COUNTS.test(text)) return undefined;
  const { keys, values } = parametersOf(link, call);
  const limit = found['argument'] === undefined ? numberTerm(found['number'] ?? '', call) : values[Number(found['argument']) - 1];
  if (!limit) return undefined;
  const holding = { ...redisHolding(link, call, 0), keys, isElement: true };
  const margin = found['operator'] === '>' || found['operator'] === '<=' ? 1 : 0;
  const delta = addsFirst(text) ? 1 : 0;
  return { kind: 'compare', count: { holding, delta, at: call }, limit, direction: 'high', margin, at: call, premise };
}

/** `eval(script, 1, key, argument)` of ioredis, `eval(script, { keys, arguments })` of node-redis. */
function parametersOf(link: Link, { value, frame }: Term<CallValue>): { keys: Term[]; values: Term[] } {
  const [, second, ...rest] = value.args;
  const terms = rest.map((argument) => termAt(argument, frame));
  if (second?.kind === 'object') {
    const list = (name: string): Term[] => {
      const given = second.properties.find(({ key }) => key === name)?.value;
      return given?.kind === 'array' ? given.elements.map((element) => termAt(element, frame)) : [];
    };
    return { keys: list('keys'), values: list('arguments') };
  }
  const [count = 1] = second ? link.numbers(termAt(second, frame)).values : [];
  return { keys: terms.slice(0, count), values: terms.slice(count) };
}

const NUMBERS = new WeakMap<CallValue, Value>();

function numberTerm(text: string, { value, frame }: Term<CallValue>): Term {
  let literal = NUMBERS.get(value);
  if (!literal) NUMBERS.set(value, (literal = { kind: 'literal', value: Number(text), range: value.args[0]?.range ?? value.range }));
  return termAt(literal, frame);
}

/** Whether what it compares has the new connection in it. */
function addsFirst(text: string): boolean {
  const added = text.search(SCRIPT_ADDS);
  return SCRIPT_INCREMENTS.test(text) || (added >= 0 && SCRIPT_SIZES.test(text.slice(added)));
}
