import type { CallValue, Event, ModuleFacts, Value } from '../facts/module-facts.js';
import { partsOf } from '../facts/value-parts.js';
import { isOfEnvironment } from '../link/numbers.js';
import { bareFrame, type Link, type LinkedModule, termAt } from '../link/link.js';
import type { ConfiguredLimit } from './verdict.js';

/** How a configured limit is read: not at all, by code in reach only, or perhaps by code out of reach. */
export type Reading = 'never' | 'here' | 'elsewhere';

export function isRead(link: Link, { module, name, range }: ConfiguredLimit): Reading {
  const { facts } = module;
  const binding = facts.bindings.find((candidate) => candidate.name === name && candidate.range[0] === range[0]);
  const isExported = facts.exports.some(({ name: exported, value }) => exported === name || exported === 'module.exports' || mentionsObject(facts, value, range[0]));
  if (isExported && !(link.index.isSearched(name) && link.index.isComplete(module))) return 'elsewhere';
  let reading: Reading = 'never';
  // What is logged, or sent to the client, is read, and enforces nothing.
  const isTold =
    (other: LinkedModule, fn: number) =>
    ({ callee }: CallValue): boolean => {
      if (callee.kind !== 'member') return false;
      const isLog = callee.object.kind === 'global' && callee.object.name === 'console';
      return isLog || link.roles(termAt(callee.object, bareFrame(other, fn))).length > 0;
    };
  for (const other of link.index.modules) {
    for (const { id, events } of other.facts.functions) {
      for (const event of events) {
        for (const value of valuesOf(event)) {
          const isIt = (part: Value): boolean => {
            if (part.kind === 'member') return (binding === undefined || isExported) && part.property === name && !isOfEnvironment(part);
            if (part.kind !== 'binding' || binding === undefined) return false;
            return other === module ? part.id === binding.id : isExported && other.facts.bindings[part.id]?.imported?.name === name;
          };
          const use = useOf(isTold(other, id), value, isIt);
          if (use === 'passed') return 'elsewhere';
          if (use === 'read') reading = 'here';
        }
      }
    }
  }
  return reading;
}

function mentionsObject(facts: ModuleFacts, exported: Value | undefined, offset: number): boolean {
  if (!exported) return false;
  const inside = (value: Value): boolean => value.range[0] <= offset && offset < value.range[1];
  if (exported.kind !== 'binding') return inside(exported);
  return facts.functions[0]?.events.some((event) => event.kind === 'assign' && event.target.kind === 'binding' && event.target.id === exported.id && inside(event.value)) ?? false;
}

function valuesOf(event: Event): readonly Value[] {
  switch (event.kind) {
    case 'call':
      return [event.value];
    case 'assign':
      return event.target.kind === 'member' ? [event.value, event.target.object] : [event.value];
    case 'return':
    case 'throw':
    case 'test':
      return [event.value];
    case 'await':
      return [];
  }
}

/** Whether the value mentions what is looked for, and whether it hands it to a call. */
function useOf(isTold: (call: CallValue) => boolean, value: Value, isIt: (value: Value) => boolean, inCall = false): 'passed' | 'read' | undefined {
  if (isIt(value)) return inCall ? 'passed' : 'read';
  const isHanding = value.kind === 'call' && !isTold(value);
  const isTelling = value.kind === 'call' && !isHanding;
  const uses = partsOf(value).map((part) =>
    useOf(isTold, part, isIt, isHanding && part !== value.callee ? true : inCall && value.kind !== 'template' && !isTelling),
  );
  return uses.find((use) => use === 'passed') ?? uses.find((use) => use === 'read');
}
