import { Bindings } from './bindings.js';
import type { ClassFacts, Condition, Event, ExportFacts, FunctionFacts, LoadFacts, ModuleFacts } from './module-facts.js';
import type { ScopeManager } from './scopes.js';
import type { ClassValue, Range, Value } from './values.js';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type OpenFunction = Mutable<Omit<FunctionFacts, 'events' | 'conditions'>> & { events: Event[]; conditions: Condition[] };

/** Distributes over the union, so that each kind of event keeps its own fields. */
type WithoutWhen<T> = T extends unknown ? Omit<T, 'when'> : never;
type WithoutParent<T> = T extends unknown ? Omit<T, 'parent'> : never;

/** Where the walk is: a function, under a condition. */
interface Place {
  readonly fn: OpenFunction;
  when: number;
  /** In a static block or the value of a static field, `this` is the class. */
  readonly self: ClassValue | undefined;
}

/** What a `break` leaves: a loop, a `switch`, or a labelled statement. */
interface Breakable {
  readonly label: string | undefined;
  isBroken: boolean;
}

/** Deeper nesting than this is no program that a person wrote; it becomes an unknown value instead of a stack overflow. */
const MAX_DEPTH = 300;

/** The facts under construction. */
export class ModuleBuilder {
  readonly text: string;
  readonly names: Bindings;
  readonly classes: Mutable<ClassFacts>[] = [];
  exports: ExportFacts[] = [];
  private readonly loads: LoadFacts[] = [];
  private depth = 0;
  private readonly functions: OpenFunction[] = [];
  private readonly places: Place[] = [];
  private readonly breakables: Breakable[] = [];
  private readonly functionOfBlock = new Map<object, number>();

  constructor(scopes: ScopeManager, text: string) {
    this.text = text;
    this.names = new Bindings(scopes, (block) => (block && this.functionOfBlock.get(block)) ?? this.current.id);
  }

  /** Does one level of nesting; what lies too deep is `otherwise`. */
  deeper<T>(work: () => T, otherwise: () => T): T {
    if (this.depth >= MAX_DEPTH) return otherwise();
    this.depth += 1;
    const result = work();
    this.depth -= 1;
    return result;
  }

  get current(): OpenFunction {
    return this.place.fn;
  }

  private get place(): Place {
    const top = this.places.at(-1);
    if (!top) throw new Error('no function is open');
    return top;
  }

  /** Index of the condition that holds here, for what is emitted next. */
  get when(): number {
    return this.place.when;
  }
  set when(condition: number) {
    this.place.when = condition;
  }

  openFunction(shape: Omit<FunctionFacts, 'id' | 'parent' | 'events' | 'conditions' | 'parameters'>, block?: object): OpenFunction {
    const outer = this.places.at(-1);
    const fn: OpenFunction = { ...shape, id: this.functions.length, parent: outer?.fn.id ?? -1, parameters: [], events: [], conditions: [] };
    this.functions.push(fn);
    this.places.push({ fn, when: -1, self: shape.kind === 'arrow' ? outer?.self : undefined });
    if (block) this.functionOfBlock.set(block, fn.id);
    return fn;
  }

  closeFunction(): void {
    this.places.pop();
  }

  /** Runs `work` where `this` is the class. */
  inClass(self: ClassValue, work: () => void): void {
    const outer = this.place;
    const inner: Place = { fn: outer.fn, when: outer.when, self };
    this.places.push(inner);
    work();
    this.places.pop();
  }

  /** Runs the body of a namespace, and gives what it exports. */
  inNamespace(work: () => void): readonly ExportFacts[] {
    const outer = this.exports;
    const inner: ExportFacts[] = [];
    this.exports = inner;
    work();
    this.exports = outer;
    return inner;
  }

  emit(event: WithoutWhen<Event>): void {
    this.current.events.push({ ...event, when: this.when });
  }

  /** Notes that a module is loaded here. */
  load(specifier: string, range: Range): void {
    this.loads.push({ specifier, fn: this.current.id, when: this.when, range });
  }

  /** Says that a value decides what follows. */
  decide(value: Value): void {
    this.emit({ kind: 'test', value, range: value.range });
  }

  /** Adds a condition to the chain that holds here; it holds until `when` is set back. */
  assume(condition: WithoutParent<Condition>): void {
    const { conditions } = this.current;
    conditions.push({ ...condition, parent: this.when });
    this.when = conditions.length - 1;
  }

  /** Runs `work` under one more condition, and goes back to the former. */
  under<T>(condition: WithoutParent<Condition>, work: () => T): T {
    const before = this.when;
    this.assume(condition);
    const result = work();
    this.when = before;
    return result;
  }

  /** Runs the body of something that `break` can leave, and says whether one does. */
  breakable<T>(label: string | undefined, work: () => T): { readonly result: T; readonly isBroken: boolean } {
    const target: Breakable = { label, isBroken: false };
    this.breakables.push(target);
    const result = work();
    this.breakables.pop();
    return { result, isBroken: target.isBroken };
  }

  /** A `break`: with a label, out of that statement; without, out of the innermost loop or `switch`. */
  breakOut(label: string | undefined): void {
    const target = this.breakables.findLast((candidate) => candidate.label === label);
    if (target) target.isBroken = true;
  }

  /** `this`, as it is seen here: of the nearest function that is no arrow. */
  thisValue(range: Range): Value {
    const { self } = this.place;
    if (self) return { ...self, range };
    let fn: OpenFunction | undefined = this.current;
    while (fn?.kind === 'arrow') fn = this.functions[fn.parent];
    return { kind: 'this', fn: fn?.id ?? 0, range };
  }

  finish(): Omit<ModuleFacts, 'lineStarts'> {
    const { functions, classes, exports, loads } = this;
    return { functions, classes, bindings: this.names.facts, exports, ...(loads.length > 0 && { loads }) };
  }
}
