import { type CallEvent, type CallValue, type Condition, lineAt, type Value } from '../facts/module-facts.js';
import { partsOf } from '../facts/value-parts.js';
import { bareFrame, type Frame, functionOf, type Link, type LinkedModule, type Term, termAt } from '../link/link.js';
import type { Companion } from '../link/program-index.js';
import { CLUSTER_MODULES, DEFERRING, FORK, FORK_SETUPS, REACTING, REPEATING } from '../models/processes.js';
import { isInPrimaryOnly, packageParts, usesOf } from './process-sides.js';
import type { Evidence, Site } from './verdict.js';

const MAX_STEPS = 6;

/** A call in a module, as the event that it is. */
interface Placed {
  readonly event: CallEvent;
  readonly frame: Frame;
}

/** All calls of a module of what `is` accepts. */
export function callsIn(module: LinkedModule, is: (call: Term<CallValue>) => boolean): Placed[] {
  return module.facts.functions.flatMap(({ id, events }) => {
    const frame = bareFrame(module, id);
    return events.flatMap((event) => (event.kind === 'call' && is(termAt(event.value, frame)) ? [{ event, frame }] : []));
  });
}

/** Where a module starts several copies of the program, one of which takes the connections of the site. */
export function forkedProcesses({ link, module, isTogether }: Companion, program: Link, site: Site): Evidence | undefined {
  const callsOf = (is: (name: string) => boolean): Placed[] =>
    callsIn(module, ({ value, frame }) => packageParts(link, termAt(value.callee, frame)).some(({ specifier, name }) => CLUSTER_MODULES.includes(specifier) && is(name)));
  const forks = callsOf((name) => name === FORK);
  const setups = callsOf((name) => FORK_SETUPS.has(name));
  const [found] = forks.length > 0 ? several(link, forks) : setups;
  if (!found) return undefined;
  const scripts = setups.flatMap(({ event, frame }) => scriptsOf(link, event, frame));
  const isOurs = scripts.length > 0 ? scripts.some((script) => program.index.neighbours.leads(script, module, site.module)) : isTogether && !isInPrimaryOnly(link, module, program, site);
  if (!isOurs) return undefined;
  const { callee, range } = found.event.value;
  const name = callee.kind === 'member' && typeof callee.property === 'string' ? callee.property : FORK;
  return { what: `\`cluster.${name}()\``, path: module.path, line: lineAt(module.facts, range[0]) };
}

/** Of the calls, those that happen more than once; one that starts anew what has ended adds none. */
function several(link: Link, calls: readonly Placed[]): readonly Placed[] {
  const repeated = calls.filter((call) => isRepeated(link, call, 0));
  if (repeated.length > 0) return repeated;
  const beside = calls.filter(({ event, frame }) => !isReaction(link, frame) && calls.some((other) => other.event !== event && other.frame === frame && other.event.when === event.when));
  return beside;
}

function isReaction(link: Link, frame: Frame): boolean {
  return link.handedTo(frame.module, frame.fn).some(({ call }) => REACTING.has(methodOf(call)));
}

function isRepeated(link: Link, { event, frame }: Placed, steps: number): boolean {
  if (steps > MAX_STEPS) return false;
  const { conditions } = functionOf(frame);
  let inner: Condition | undefined;
  for (let condition = conditions[event.when]; condition; condition = conditions[condition.parent]) {
    if (condition.kind === 'loop') return !isOnce(link, frame, condition, inner);
    inner = condition;
  }
  return usesOf(link, frame).some((use) => {
    const call = callAt(use);
    if (!call) return false;
    const isCalled = link.handedTo(frame.module, frame.fn).every((handed) => handed.call.value !== use.value);
    const method = methodOf(termAt(call.event.value, call.frame));
    if (!isCalled && REPEATING.has(method)) return true;
    return (isCalled || DEFERRING.has(method)) && isRepeated(link, call, steps + 1);
  });
}

/** A loop that evidently goes round no more than once. */
function isOnce(link: Link, frame: Frame, loop: Extract<Condition, { kind: 'loop' }>, inner: Condition | undefined): boolean {
  if (loop.over) return link.origins(termAt(loop.over, frame)).every(({ value }) => value.kind === 'array' && value.elements.length <= 1);
  const test = inner?.kind === 'test' && inner.value.kind === 'binary' ? inner.value : undefined;
  const limit = test && ['<', '<='].includes(test.operator) ? link.numbers(termAt(test.right, frame)) : undefined;
  return limit !== undefined && limit.unknown === undefined && limit.values.length > 0 && Math.max(...limit.values) <= 1;
}

function callAt({ value, frame }: Term): Placed | undefined {
  const event = functionOf(frame).events.find((one): one is CallEvent => one.kind === 'call' && one.value === value);
  return event && { event, frame };
}

/** The last part of the name that is called. */
function methodOf({ value, frame }: Term): string {
  if (value.kind !== 'call') return '';
  const { callee } = value;
  if (callee.kind === 'member') return typeof callee.property === 'string' ? callee.property : '';
  if (callee.kind === 'global') return callee.name;
  return callee.kind === 'binding' ? (frame.module.facts.bindings[callee.id]?.name ?? '') : '';
}

/** The file that the copies run, where it is given as a path: `{ exec: path.join(__dirname, 'worker.js') }`. */
function scriptsOf(link: Link, { value }: CallEvent, frame: Frame): string[] {
  const [options] = value.args.flatMap((argument) => link.origins(termAt(argument, frame)));
  const exec = options?.value.kind === 'object' ? options.value.properties.find(({ key }) => key === 'exec')?.value : undefined;
  return exec ? textsIn(exec).filter((text) => /\.[cm]?[jt]s$/u.test(text)).map((text) => (/^[./]/u.test(text) ? text : `./${text}`)) : [];
}

function textsIn(value: Value): string[] {
  if (value.kind === 'literal') return typeof value.value === 'string' ? [value.value] : [];
  return value.kind === 'template' ? value.texts.map((text) => text.replace(/^\//u, '')) : partsOf(value).flatMap(textsIn);
}
