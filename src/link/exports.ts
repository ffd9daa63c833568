import type { ExportFacts, ImportValue, MemberValue, Value } from '../facts/module-facts.js';
import { bareFrame, type Link, type LinkedModule, type Term, termAt } from './link.js';

/** Barrels that lead through more files than this lead nowhere. */
const MAX_REEXPORTS = 12;

/** What an imported name is in the module that it comes from; nothing where that is not in reach. */
export function importedTerms(link: Link, { value, frame }: Term<ImportValue>): readonly Term[] {
  const module = link.index.moduleOf(frame.module, value.specifier);
  if (!module) return [];
  const [first = '', ...rest] = value.name.split('.');
  const found = exportedTerms(link, module, first, 0);
  return rest.length === 0 ? found : found.map((term) => memberPath(term, rest, value));
}

function exportedTerms(link: Link, module: LinkedModule, name: string, depth: number): readonly Term[] {
  if (depth > MAX_REEXPORTS) return [];
  const { exports } = module.facts;
  const named = (wanted: string): readonly Term[] | undefined => {
    const items = exports.filter((item) => item.name === wanted);
    return items.length === 0 ? undefined : items.flatMap((item) => exported(link, module, item, depth));
  };
  const own = name === '*' ? undefined : named(name);
  if (own) return own;
  const whole = named('module.exports');
  // CommonJS modules are their own default, for TypeScript and for Node.
  if (name === '*' || name === 'default') return whole ?? [];
  if (whole) return whole.map((term) => memberPath(term, [name], term.value));
  return exports.flatMap((item) => {
    const next = item.name === '*' && item.from ? link.index.moduleOf(module, item.from.specifier) : undefined;
    return next ? exportedTerms(link, next, name, depth + 1) : [];
  });
}

function exported(link: Link, module: LinkedModule, { value, from }: ExportFacts, depth: number): readonly Term[] {
  if (value) return [termAt(value, bareFrame(module, 0))];
  if (!from) return [];
  const next = link.index.moduleOf(module, from.specifier);
  const found = next ? exportedTerms(link, next, from.name, depth + 1) : [];
  return found.length > 0 ? found : [termAt(importOf(module, from), bareFrame(module, 0))];
}

const IMPORTS = new WeakMap<LinkedModule, Map<string, ImportValue>>();

/** `export { a } from './b'` is an import, too. */
function importOf(module: LinkedModule, { specifier, name }: NonNullable<ExportFacts['from']>): ImportValue {
  const known = IMPORTS.get(module) ?? new Map<string, ImportValue>();
  IMPORTS.set(module, known);
  const key = `${specifier} ${name}`;
  const value = known.get(key) ?? { kind: 'import', specifier, name, range: [0, 0] };
  known.set(key, value);
  return value;
}

const MEMBERS = new WeakMap<Value, Map<string, MemberValue>>();

/** The members of a value, one after the other; the same value for the same path. */
export function memberPath(term: Term, path: readonly string[], { range }: Value): Term {
  return path.reduce((owner, property) => {
    const known = MEMBERS.get(owner.value) ?? new Map<string, MemberValue>();
    MEMBERS.set(owner.value, known);
    const value: MemberValue = known.get(property) ?? { kind: 'member', object: owner.value, property, range };
    known.set(property, value);
    return termAt(value, owner.frame);
  }, term);
}

const IMPORTED = new WeakMap<Value, Map<string, ImportValue>>();

/** What is imported with a module, by its name; the same value for the same name. */
export function importMember(owner: Term, value: ImportValue, name: string): Term {
  let known = IMPORTED.get(value);
  if (!known) IMPORTED.set(value, (known = new Map<string, ImportValue>()));
  let member = known.get(name);
  if (!member) known.set(name, (member = { ...value, name }));
  return termAt(member, owner.frame);
}

/** The declaration behind an imported name, for names of types and classes. */
export function importedBinding(link: Link, module: LinkedModule, binding: number, depth = 0): { readonly module: LinkedModule; readonly binding: number } | undefined {
  const imported = module.facts.bindings[binding]?.imported;
  if (!imported) return { module, binding };
  const next = link.index.moduleOf(module, imported.specifier);
  return next && depth <= MAX_REEXPORTS ? exportedBinding(link, next, imported.name, depth + 1) : undefined;
}

function exportedBinding(link: Link, module: LinkedModule, name: string, depth: number): { readonly module: LinkedModule; readonly binding: number } | undefined {
  if (depth > MAX_REEXPORTS) return undefined;
  for (const item of module.facts.exports) {
    if (item.name !== name && item.name !== '*') continue;
    if (item.value?.kind === 'binding' && item.name === name) return importedBinding(link, module, item.value.id, depth);
    if (!item.from) continue;
    const next = link.index.moduleOf(module, item.from.specifier);
    const found = next && exportedBinding(link, next, item.name === '*' ? name : item.from.name, depth + 1);
    if (found) return found;
  }
  return undefined;
}
