import type { BindingValue, MemberValue, TypeName, Value } from '../facts/module-facts.js';
import { partsOf } from '../facts/value-parts.js';
import { bareFrame, type Frame, functionOf, type Link, type LinkedModule, type Term, termAt } from './link.js';
import { isSuper } from './classes.js';

const MAX_DEPTH = 8;

/** Values that are made of others; what any other is, its origins say. */
const COMPOUND: ReadonlySet<Value['kind']> = new Set<Value['kind']>(['logical', 'binary', 'not', 'await', 'spread', 'choice', 'template', 'object', 'array']);

/** A name that a module imports. */
export interface Import {
  readonly module: LinkedModule;
  readonly specifier: string;
  /** `*` for the module itself. */
  readonly name: string;
}

/** By module, then by specifier, the names. */
export type Imports = Map<LinkedModule, Map<string, Set<string>>>;

/** A name that a module imports, or whoever imports the module. */
type Source = Import | { readonly module: LinkedModule; readonly specifier?: never };

export function listed(imports: Imports): Import[] {
  return [...imports].flatMap(([module, bySpecifier]) => [...bySpecifier].flatMap(([specifier, names]) => [...names].map((name) => ({ module, specifier, name }))));
}

/** A parameter of a function that nothing in reach calls, and whose type says nothing of it. */
function isGivenFromOutside(link: Link, term: Term<BindingValue>): boolean {
  const { module } = term.frame;
  const parameter = link.index.parameter(module, term.value.id);
  if (!parameter || module.facts.exports.length === 0 || link.roles(term).length > 0 || link.declaredClass(term)) return false;
  return link.callersOf(module, parameter.fn).length === 0 && link.handedTo(module, parameter.fn).length === 0;
}

/** A method that a class calls on itself and has not: those that extend it have it. */
function isLeftToHeirs(link: Link, term: Term<MemberValue>): boolean {
  const { object, property } = term.value;
  if (object.kind !== 'this' || typeof property !== 'string') return false;
  const { module } = term.frame;
  return module.facts.functions[object.fn]?.owner !== undefined && module.facts.exports.length > 0 && !link.declaredType(term);
}

/** Collects the imports that values lead to, and the modules that get them from outside. */
export class ImportTrace {
  private readonly link: Link;
  private readonly imports: Imports;
  private readonly given: Set<LinkedModule>;
  private readonly led = new Map<Value, Map<Frame, readonly Source[]>>();
  private readonly seen = new Map<Value, Set<Frame>>();

  constructor(link: Link, imports: Imports, given: Set<LinkedModule>) {
    this.link = link;
    this.imports = imports;
    this.given = given;
  }

  want(code: readonly Source[]): void {
    for (const source of code) {
      if (source.specifier === undefined) {
        this.given.add(source.module);
        continue;
      }
      const { module, specifier, name } = source;
      if (!this.link.index.isUnread(module, specifier)) continue;
      const bySpecifier = this.imports.get(module) ?? new Map<string, Set<string>>();
      this.imports.set(module, bySpecifier);
      const [first = name] = name.split('.');
      bySpecifier.set(specifier, (bySpecifier.get(specifier) ?? new Set<string>()).add(first));
    }
  }

  /** The imports that a value leads to, without asking for them. */
  leadsTo(value: Value, frame: Frame): readonly Source[] {
    const known = this.led.get(value)?.get(frame);
    if (known) return known;
    const found: Imports = new Map();
    const from = new Set<LinkedModule>();
    new ImportTrace(this.link, found, from).value(value, frame);
    const imports = [...listed(found), ...[...from].map((module) => ({ module }))];
    const frames = this.led.get(value) ?? new Map<Frame, readonly Source[]>();
    this.led.set(value, frames.set(frame, imports));
    return imports;
  }

  term({ value, frame }: Term): void {
    this.value(value, frame);
  }

  value(value: Value, frame: Frame, depth = 0): void {
    const frames = this.seen.get(value) ?? new Set<Frame>();
    if (depth > MAX_DEPTH || frames.has(frame)) return;
    this.seen.set(value, frames.add(frame));
    if (COMPOUND.has(value.kind)) for (const part of partsOf(value)) this.value(part, frame, depth + 1);
    else for (const origin of this.link.origins(termAt(value, frame))) this.origin(origin, depth);
  }

  private origin({ value, frame }: Term, depth: number): void {
    const inner = (part: Value): void => {
      this.value(part, frame, depth + 1);
    };
    switch (value.kind) {
      case 'import':
        this.want([{ module: frame.module, specifier: value.specifier, name: value.name }]);
        return;
      case 'member':
        inner(value.object);
        if (typeof value.property !== 'string') inner(value.property);
        this.declared({ value, frame });
        if (isLeftToHeirs(this.link, { value, frame })) this.given.add(frame.module);
        return;
      case 'call':
        inner(value.callee);
        for (const argument of value.args) if (argument.kind !== 'function') inner(argument);
        return;
      case 'each':
        inner(value.of);
        return;
      case 'class':
        this.superClasses(frame.module, value.id);
        return;
      case 'this':
        this.superClasses(frame.module, frame.module.facts.functions[value.fn]?.owner);
        return;
      case 'global':
        for (let at: Frame | undefined = isSuper(value) ? frame : undefined; at; at = at.parent) this.superClasses(at.module, functionOf(at).owner);
        return;
      case 'binding':
        this.declared({ value, frame });
        if (isGivenFromOutside(this.link, { value, frame })) this.given.add(frame.module);
        return;
      case 'object':
      case 'array':
        if (depth < MAX_DEPTH) this.value(value, frame, depth + 1);
        return;
      default:
    }
  }

  private superClasses(module: LinkedModule, id: number | undefined): void {
    const facts = id === undefined ? undefined : module.facts.classes[id];
    if (facts?.superClass) this.value(facts.superClass, bareFrame(module, facts.parent));
  }

  private declared(term: Term): void {
    const declared = this.link.declaredType(term);
    if (declared) this.types(declared.module, declared.type);
  }

  private types(module: LinkedModule, type: TypeName | undefined, depth = 0): void {
    if (!type || depth > 4) return;
    const imported = type.binding === undefined ? undefined : module.facts.bindings[type.binding]?.imported;
    if (imported) this.want([{ module, specifier: imported.specifier, name: imported.name }]);
    const local = type.binding === undefined || imported ? undefined : module.facts.bindings[type.binding]?.type;
    for (const part of [...type.args, ...(type.also ?? []), ...(local ? [local] : [])]) this.types(module, part, depth + 1);
  }
}
