import type { AssignEvent, CallEvent, ClassFacts, ClassMember, FunctionFacts, Value } from './module-facts.js';

interface Shapes {
  readonly functions: readonly FunctionFacts[];
  readonly classes: readonly ClassFacts[];
}
/** What a name of the module is: a function that may be a constructor, or a class. */
interface Named {
  readonly kind: 'function' | 'class';
  readonly id: number;
}

/**
 * Classes from before there was syntax for them: a function whose `prototype` gets methods, that inherits, or that sets
 * fields of `this`, is the constructor of one, and what is put on its prototype are the methods.
 */
export function withPrototypes({ functions, classes }: Shapes): Shapes {
  return new PrototypeReader(functions, classes).read();
}

class PrototypeReader {
  private readonly functions: FunctionFacts[];
  private readonly classes: ClassFacts[];
  private readonly assigned: readonly AssignEvent[];
  private readonly calls: readonly CallEvent[];
  private readonly named = new Map<string, Named>();
  /** Other names of prototypes: `const proto = Registry.prototype`. */
  private readonly aliases = new Map<string, string>();
  /** Names of the function that makes one class inherit from another: `inherits`. */
  private readonly inheriting = new Set<string>();

  constructor(functions: readonly FunctionFacts[], classes: readonly ClassFacts[]) {
    this.functions = [...functions];
    this.classes = [...classes];
    const events = functions.flatMap((fn) => fn.events);
    this.assigned = events.filter((event): event is AssignEvent => event.kind === 'assign' && event.operator === '=');
    this.calls = events.filter((event): event is CallEvent => event.kind === 'call' && event.value.args.length >= 2);
  }

  read(): Shapes {
    for (const { target, value } of this.assigned) {
      const name = nameOf(target);
      if (name === undefined) continue;
      if (value.kind === 'function') this.named.set(name, { kind: 'function', id: value.fn });
      else if (value.kind === 'class') this.named.set(name, { kind: 'class', id: value.id });
      else if (isPrototype(value)) this.aliases.set(name, nameOf(value) ?? name);
      else if (isInherits(value)) this.inheriting.add(name);
    }
    for (const event of this.assigned) this.readAssignment(event);
    for (const { value } of this.calls) this.readCall(value.callee, value.args);
    for (const { target, value } of this.assigned) {
      if (value.kind === 'function' && (target.kind === 'binding' || nameOf(target) === 'module.exports')) this.readConstructor(value.fn);
    }
    return { functions: this.functions, classes: this.classes };
  }

  /** `Registry.prototype.admit = function () {…}`, or the whole prototype. */
  private readAssignment({ target, value }: AssignEvent): void {
    if (target.kind !== 'member') return;
    const whole = this.ownerOf(target);
    if (whole !== undefined) {
      this.addAll(whole, value);
      return;
    }
    const owner = this.ownerOf(target.object);
    if (owner === undefined || typeof target.property !== 'string') return;
    if (target.property === '__proto__') this.inherit(owner, value);
    else this.addMethod(owner, target.property, value, target.range);
  }

  /** `Object.assign(A.prototype, …)`, `Object.setPrototypeOf(A.prototype, …)`, `util.inherits(A, B)`. */
  private readCall(callee: Value, [target, source]: readonly Value[]): void {
    if (!target || !source) return;
    const heir = isInherits(callee) || this.inheriting.has(nameOf(callee) ?? '') ? this.classFor(nameOf(target)) : undefined;
    if (heir !== undefined) this.inherit(heir, source);
    const isOfObject = callee.kind === 'member' && callee.object.kind === 'global' && callee.object.name === 'Object';
    const owner = isOfObject ? this.ownerOf(target) : undefined;
    if (owner === undefined || !isOfObject) return;
    if (callee.property === 'assign') this.addAll(owner, source);
    if (callee.property === 'setPrototypeOf') this.inherit(owner, source);
  }

  /** What is there instead of a prototype, or is merged into it: methods, or an object made of the one above. */
  private addAll(owner: number, value: Value): void {
    if (value.kind === 'call') this.inherit(owner, value.isNew ? value.callee : (value.args[0] ?? value));
    if (value.kind !== 'object') return;
    for (const { key, keyRange, value: method } of value.properties) if (key !== undefined) this.addMethod(owner, key, method, keyRange);
  }

  private addMethod(owner: number, name: string, value: Value, range: ClassMember['range']): void {
    const known = nameOf(value);
    const named = value.kind === 'function' ? { kind: value.kind, id: value.fn } : known === undefined ? undefined : this.named.get(known);
    const fn = named?.kind === 'function' ? this.functions[named.id] : undefined;
    const facts = this.classes[owner];
    if (!fn || !facts || name === 'constructor' || (fn.owner !== undefined && fn.owner !== owner)) return;
    if (fn.kind !== 'arrow') this.functions[fn.id] = { ...fn, owner };
    this.classes[owner] = { ...facts, members: [...facts.members, { name, kind: 'method', isStatic: false, fn: fn.id, range }] };
  }

  /** A class of its own syntax says itself what it extends. */
  private inherit(owner: number, above: Value): void {
    const facts = this.classes[owner];
    const superClass = isPrototype(above) && above.kind === 'member' ? above.object : above;
    if (facts && !facts.superClass && (superClass.kind === 'binding' || superClass.kind === 'member' || superClass.kind === 'import')) this.classes[owner] = { ...facts, superClass };
  }

  /** A function of that kind sets fields of what `new` makes. */
  private readConstructor(id: number): void {
    const fn = this.functions[id];
    const setsFields = fn?.kind === 'function' && fn.events.some((event) => event.kind === 'assign' && event.target.kind === 'member' && event.target.object.kind === 'this');
    if (setsFields) this.constructedBy(id);
  }

  /** The class whose prototype a value is. */
  private ownerOf(value: Value): number | undefined {
    const name = nameOf(value);
    const full = name === undefined ? undefined : (this.aliases.get(name) ?? name);
    return full?.endsWith(PROTOTYPE) === true ? this.classFor(full.slice(0, -PROTOTYPE.length)) : undefined;
  }

  private classFor(name: string | undefined): number | undefined {
    const named = name === undefined ? undefined : this.named.get(name);
    return named?.kind === 'function' ? this.constructedBy(named.id) : named?.id;
  }

  private constructedBy(id: number): number | undefined {
    const fn = this.functions[id];
    if (fn?.owner !== undefined || fn?.kind !== 'function') return fn?.kind === 'constructor' ? fn.owner : undefined;
    const owner = this.classes.length;
    const { range, parent, name } = fn;
    this.functions[id] = { ...fn, kind: 'constructor', owner };
    this.classes.push({ id: owner, parent, range, ...(name !== undefined && { name }), members: [{ name: 'constructor', kind: 'constructor', isStatic: false, fn: id, range }] });
    return owner;
  }
}

const PROTOTYPE = '.prototype';

function isPrototype(value: Value): boolean {
  return value.kind === 'member' && value.property === 'prototype';
}

/** Of `util`, or a package of that name. */
function isInherits(value: Value): boolean {
  if (value.kind === 'import') return value.name === 'inherits' || value.specifier === 'inherits';
  return value.kind === 'member' && value.property === 'inherits';
}

/** The same for the same name or path of names. */
function nameOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'binding':
      return String(value.id);
    case 'global':
      return value.name;
    case 'member': {
      const { property } = value;
      const owner = typeof property === 'string' ? nameOf(value.object) : undefined;
      return owner === undefined || typeof property !== 'string' ? undefined : `${owner}.${property}`;
    }
    default:
      return undefined;
  }
}
