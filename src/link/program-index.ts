import type { AssignEvent, CallValue } from '../facts/module-facts.js';
import { bareFrame, type Frame, type LinkedModule, type Term, termAt } from './link.js';

/** An assignment, in the function in which it stands. */
export interface Assignment {
  readonly event: AssignEvent;
  readonly frame: Frame;
}

/** Look-ups over all modules of a program that need no meaning. */
export class ProgramIndex {
  readonly modules: readonly LinkedModule[];
  readonly calls: readonly Term<CallValue>[];
  private readonly byBinding = new Map<LinkedModule, Map<number, Assignment[]>>();
  private readonly byProperty = new Map<string, Assignment[]>();
  private readonly parameterOf = new Map<LinkedModule, Map<number, { fn: number; index: number }>>();

  constructor(modules: readonly LinkedModule[]) {
    this.modules = modules;
    this.calls = modules.flatMap((module) => this.read(module));
  }

  /** Every assignment to a name. */
  assignmentsTo(module: LinkedModule, binding: number): readonly Assignment[] {
    return this.byBinding.get(module)?.get(binding) ?? [];
  }

  /** Every assignment to a member of this name, of whatever object. */
  assignmentsToMember(property: string): readonly Assignment[] {
    return this.byProperty.get(property) ?? [];
  }

  /** The function and position of a parameter's name. */
  parameter(module: LinkedModule, binding: number): { fn: number; index: number } | undefined {
    return this.parameterOf.get(module)?.get(binding);
  }

  private read(module: LinkedModule): Term<CallValue>[] {
    const calls: Term<CallValue>[] = [];
    const names = new Map<number, Assignment[]>();
    const parameters = new Map<number, { fn: number; index: number }>();
    this.byBinding.set(module, names);
    this.parameterOf.set(module, parameters);
    for (const fn of module.facts.functions) {
      fn.parameters.forEach(({ binding }, index) => parameters.set(binding, { fn: fn.id, index }));
      const frame = bareFrame(module, fn.id);
      for (const event of fn.events) {
        if (event.kind === 'call') calls.push(termAt(event.value, frame));
        if (event.kind !== 'assign') continue;
        const { target } = event;
        if (target.kind === 'binding') push(names, target.id, { event, frame });
        else if (typeof target.property === 'string') push(this.byProperty, target.property, { event, frame });
      }
    }
    return calls;
  }
}

/** Adds to the list under a key. */
export function push<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

/** The object whose member is assigned. */
export function ownerOf({ event, frame }: Assignment): Term | undefined {
  return event.target.kind === 'member' ? termAt(event.target.object, frame) : undefined;
}
