import { type Link, type Term, termAt } from '../link/link.js';
import { optionsOf } from '../link/options.js';
import type { CapModel } from '../models/model.js';
import type { Guard, Site } from './verdict.js';

/** The limits that a library enforces by itself for the connections of a site, as its options or a class's fields set them. */
export function libraryCaps(link: Link, site: Site): readonly Guard[] {
  const { emitter, at } = site.way;
  const models = link.catalogue.roleChain(emitter.role).flatMap(({ caps = [] }) => caps);
  if (models.length === 0) return [];
  const { made = at } = emitter;
  const settings = made.value.kind === 'call' ? optionSettings(link, termAt(made.value, made.frame)) : classSettings(link, made, models);
  return models.flatMap((model) => {
    const isOff = settings.some(({ key, value }) => key === model.unless && isFalse(link, value));
    return isOff ? [] : settings.filter(({ key, value }) => key === model.option && !isFalse(link, value)).map(({ value }) => guardOf(link, site, model, value));
  });
}

interface Setting {
  readonly key: string;
  readonly value: Term;
}

function optionSettings(link: Link, call: Extract<Setting['value'], Term> & Parameters<typeof optionsOf>[1]): readonly Setting[] {
  return call.value.args.flatMap((argument) => optionsOf(link, call, argument));
}

/** What is assigned to the fields of a class, in its declaration and its methods. */
function classSettings(link: Link, { value, frame }: Term, models: readonly CapModel[]): readonly Setting[] {
  if (value.kind !== 'class') return [];
  return models.flatMap(({ option }) =>
    link.index.assignmentsToMember(option).flatMap(({ event, frame: place }): Setting[] => {
      const isOwn = place.module === frame.module && event.target.kind === 'member' && event.target.object.kind === 'this' && place.module.facts.functions[event.target.object.fn]?.owner === value.id;
      return isOwn && event.operator === '=' ? [{ key: option, value: termAt(event.value, place) }] : [];
    }),
  );
}

function isFalse(link: Link, term: Term): boolean {
  const origins = link.origins(term);
  return origins.length > 0 && origins.every(({ value }) => value.kind === 'literal' && !value.value);
}

function guardOf(link: Link, { way }: Site, { key }: CapModel, cap: Term): Guard {
  const effect = { kind: 'reject', at: cap, premise: undefined, phase: way.model.phase, entry: cap.frame, way, from: [] } as const;
  return { effect, key, limit: link.numbers(cap), evicts: false, isRate: false, isOverwritten: false, cap };
}
