import type { Value } from '../facts/module-facts.js';
import { partsOf } from '../facts/value-parts.js';
import { bareFrame, type Frame, functionOf, type Link, type LinkedModule, premisesOf, type Term, termAt } from '../link/link.js';
import { CLUSTER_MODULES, IN_PRIMARY, IN_WORKER } from '../models/processes.js';
import type { Site } from './verdict.js';

/** The process that starts the others, or one of these. */
type Side = 'primary' | 'worker' | 'both';

/** Where something happens, and under which condition. */
interface Place {
  readonly frame: Frame;
  readonly when: number;
}

const MAX_STEPS = 12;

/** A part of a package: `fork` of `node:cluster`; empty for the package itself. */
interface PackagePart {
  readonly specifier: string;
  readonly name: string;
}

/** The parts of packages that a value is. */
export function packageParts(link: Link, term: Term): PackagePart[] {
  return link.origins(term).flatMap(({ value, frame }): PackagePart[] => {
    if (value.kind === 'import') return [{ specifier: value.specifier, name: value.name.replace(/^(?:default|\*)(?:\.|$)/u, '') }];
    if (value.kind !== 'member' || typeof value.property !== 'string') return [];
    const { property } = value;
    return packageParts(link, termAt(value.object, frame)).map(({ specifier, name }) => ({ specifier, name: name === '' ? property : `${name}.${property}` }));
  });
}

/** Whether new connections come in at the process that starts the others, and in no other. */
export function isInPrimaryOnly(link: Link, module: LinkedModule, program: Link, site: Site): boolean {
  const places = site.module === module ? [placeOf(site.way.at)] : startsOf(module, program, site.module);
  return places.length > 0 && places.every((place) => sideOf(link, place, 0) === 'primary');
}

/** Where a module uses what leads to the site's; where it only loads that, there. */
function startsOf(module: LinkedModule, program: Link, target: LinkedModule): Place[] {
  const { facts } = module;
  const specifiersIn = (value: Value): string[] => {
    const imported = value.kind === 'import' ? value : value.kind === 'binding' ? facts.bindings[value.id]?.imported : undefined;
    return [...(imported ? [imported.specifier] : []), ...partsOf(value).flatMap(specifiersIn)];
  };
  const isWay = (specifier: string): boolean => program.index.neighbours.leads(specifier, module, target);
  const uses = facts.functions.flatMap(({ id, events }) =>
    events.flatMap((event) => (event.kind === 'call' && specifiersIn(event.value).some(isWay) ? [{ frame: bareFrame(module, id), when: event.when }] : [])),
  );
  if (uses.length > 0) return uses;
  return (facts.loads ?? []).flatMap(({ specifier, fn, when }) => (isWay(specifier) ? [{ frame: bareFrame(module, fn), when }] : []));
}

/** When a term is evaluated. */
function placeOf({ value, frame }: Term): Place {
  const [start, end] = value.range;
  return { frame, when: functionOf(frame).events.find((event) => event.range[0] <= start && end <= event.range[1])?.when ?? -1 };
}

/** On which side something happens, by the conditions around it and around the calls that lead to it. */
function sideOf(link: Link, { frame, when }: Place, steps: number): Side {
  for (let premise = premisesOf(frame, when); premise; premise = premise.outer) {
    const { condition } = premise;
    const side = condition.kind === 'test' ? sideOfTest(link, termAt(condition.value, premise.frame), condition.truthy) : undefined;
    if (side) return side;
  }
  const { fn, module } = frame;
  if (fn === 0 || steps > MAX_STEPS) return 'both';
  const sides = new Set(usesOf(link, frame).map((use) => sideOf(link, placeOf(use), steps + 1)));
  if (sides.size === 0) {
    const { range, parent } = functionOf(frame);
    const around: Value = { kind: 'function', fn, range };
    return parent >= 0 ? sideOf(link, placeOf(termAt(around, bareFrame(module, parent))), steps + 1) : 'both';
  }
  const [side = 'both'] = sides;
  return sides.size === 1 ? side : 'both';
}

/** The calls that run a function, or are given it. */
export function usesOf(link: Link, { module, fn }: Frame): Term[] {
  return [...link.callersOf(module, fn).flatMap(({ from }) => from ?? []), ...link.handedTo(module, fn).map(({ call }) => call)];
}

/** What `cluster.isPrimary` says where it comes out so, by itself or as a part of a condition. */
function sideOfTest(link: Link, { value, frame }: Term, truthy: boolean): Side | undefined {
  const inner = (part: Value, is: boolean): Side | undefined => sideOfTest(link, termAt(part, frame), is);
  if (value.kind === 'not') return inner(value.value, !truthy);
  if (value.kind === 'logical') return (value.operator === '&&') === truthy ? (inner(value.left, truthy) ?? inner(value.right, truthy)) : undefined;
  const names = packageParts(link, termAt(value, frame)).flatMap(({ specifier, name }) => (CLUSTER_MODULES.includes(specifier) ? [name] : []));
  if (names.some((name) => IN_PRIMARY.has(name))) return truthy ? 'primary' : 'worker';
  return names.some((name) => IN_WORKER.has(name)) ? (truthy ? 'worker' : 'primary') : undefined;
}
