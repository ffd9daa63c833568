import type { BindingValue, MemberValue } from '../facts/module-facts.js';
import type { ExportModel } from '../models/model.js';
import { entryOf } from '../models/catalogue.js';
import { type Link, type Term, termAt } from './link.js';

/** What a value is among the things that libraries export, or that a runtime has without an import. */
export function exportsOf(link: Link, term: Term, depth = 0): readonly ExportModel[] {
  return link.origins(term).flatMap((origin) => exportAt(link, origin, depth) ?? []);
}

/** The same, of which the first that says something is asked. */
export function lookUpExport<Item>(link: Link, term: Term, find: (model: ExportModel) => Item | undefined): Item | undefined {
  return exportsOf(link, term).map(find).find((found) => found !== undefined);
}

/** `x = x.next` has no end. */
const MAX_MEMBERS = 4;

function exportAt(link: Link, origin: Term, depth: number): ExportModel | undefined {
  const { value, frame } = origin;
  if (value.kind === 'import') return link.catalogue.exportOf(link.index.packageOf(frame.module, value.specifier), value.name);
  if (value.kind === 'global') return link.catalogue.globalOf(value.name);
  if (value.kind === 'binding') return ambientExport(link, termAt(value, frame));
  return value.kind === 'member' && depth < MAX_MEMBERS ? memberExport(link, termAt(value, frame), depth) : undefined;
}

/** `declare const WebSocketPair: …` says that the runtime has it. */
function ambientExport(link: Link, { value, frame: { module } }: Term<BindingValue>): ExportModel | undefined {
  const { kind, name, fn } = module.facts.bindings[value.id] ?? {};
  if (name === undefined || fn !== 0 || (kind !== 'variable' && kind !== 'class' && kind !== 'function')) return undefined;
  return link.index.assignmentsTo(module, value.id).every(({ event }) => event.value.kind === 'unknown') ? link.catalogue.globalOf(name) : undefined;
}

/** `Runtime.serve`, also of `globalThis`. */
function memberExport(link: Link, { value, frame }: Term<MemberValue>, depth: number): ExportModel | undefined {
  const { object, property } = value;
  if (typeof property !== 'string' || !link.catalogue.vocabulary.exported.has(property)) return undefined;
  if (object.kind === 'global' && object.name === 'globalThis') return link.catalogue.globalOf(property);
  if (object.kind !== 'global' && object.kind !== 'member' && object.kind !== 'binding') return undefined;
  return exportsOf(link, termAt(object, frame), depth + 1).map(({ members }) => entryOf(members, property)).find((found) => found !== undefined);
}
