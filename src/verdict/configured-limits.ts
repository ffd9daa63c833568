import { functionOf, bareFrame, type Link, type LinkedModule, type Term, termAt } from '../link/link.js';
import type { Range, Value } from '../facts/module-facts.js';
import type { Passage } from '../link/effects.js';
import { testsOf } from '../link/conditions.js';
import { isEnvironment } from '../link/numbers.js';
import { isLimitName, POOLS } from '../models/meanings.js';
import { idleComparisons } from './guards.js';
import { unusedGuards } from './unused-guards.js';
import { isRead } from './references.js';
import type { ConfiguredLimit, Guard, IdleLimit, SiteVerdict } from './verdict.js';

/** Constants, options, fields and environment keys that set a limit on connections, used or not. */
export function configuredLimits(link: Link): readonly ConfiguredLimit[] {
  const found: ConfiguredLimit[] = [];
  const add = (name: string, module: LinkedModule, range: Range, term: Term, isForeign = false): void => {
    if (isLimitName(name) && isNumeric(link, term)) found.push({ name, module, range, term, ...(isForeign && { isForeign }) });
  };
  for (const module of link.index.modules) {
    for (const { id, events } of module.facts.functions) {
      const frame = bareFrame(module, id);
      for (const event of events) {
        if (event.kind !== 'assign' || event.operator !== '=') continue;
        const { target, value } = event;
        if (target.kind === 'binding') {
          const binding = module.facts.bindings[target.id];
          if (binding?.kind === 'variable') add(binding.name, module, binding.range, termAt(value, frame));
        } else if (typeof target.property === 'string') {
          // A property of somebody else's object, such as the HTTP server's, is read by its owner.
          const isForeign = target.object.kind !== 'this' && target.object.kind !== 'class' && link.place(termAt(target.object, frame))?.startsWith('at ') !== true;
          add(target.property, module, target.range, termAt(value, frame), isForeign);
        }
        const holder = target.kind === 'binding' ? module.facts.bindings[target.id]?.name : target.property;
        if (typeof holder === 'string' && POOLS.test(holder)) continue;
        addProperties(value, (name, range, part) => {
          add(name, module, range, termAt(part, frame));
        });
      }
      for (const event of events) {
        if (event.kind !== 'call' && event.kind !== 'return') continue;
        if (event.kind === 'call' && isForeignPool(event.value.callee)) continue;
        const values = event.kind === 'call' ? event.value.args : [event.value];
        for (const value of values) {
          addProperties(value, (name, range, part) => {
            add(name, module, range, termAt(part, frame));
          });
        }
      }
    }
  }
  return distinct(found);
}

function addProperties(value: Value, add: (name: string, range: Range, part: Value) => void, depth = 0): void {
  if (depth > 5) return;
  if (value.kind === 'call' && !isForeignPool(value.callee)) for (const argument of value.args) addProperties(argument, add, depth + 1);
  if (value.kind !== 'object') return;
  for (const property of value.properties) {
    if (property.key !== undefined) add(property.key, property.keyRange, property.value);
    if (property.key === undefined || !POOLS.test(property.key)) addProperties(property.value, add, depth + 1);
  }
}

/** Connections to a database, or of a client of HTTP, are no connections of users. */
function isForeignPool(callee: Value): boolean {
  const name = callee.kind === 'member' ? callee.property : callee.kind === 'global' ? callee.name : '';
  return typeof name === 'string' && POOLS.test(name);
}

function isNumeric(link: Link, term: Term): boolean {
  // `false` switches a limit off.
  if (term.value.kind === 'literal' && typeof term.value.value === 'boolean') return false;
  const { values } = link.numbers(term);
  return values.some((value) => !Number.isNaN(value)) || isEnvironment(link, term) || (values.length > 0 && term.value.kind === 'call');
}

function distinct(limits: readonly ConfiguredLimit[]): ConfiguredLimit[] {
  return limits.filter((limit, index) => limits.findIndex((other) => other.module === limit.module && other.range[0] === limit.range[0]) === index);
}

/** The configured limits that nothing enforces. A constant inside a limiter that nothing calls is told with the limiter. */
export function idleLimits(
  link: Link,
  configured: readonly ConfiguredLimit[],
  guards: readonly Guard[],
  passages: readonly Passage[],
  sites: readonly SiteVerdict[],
): readonly IdleLimit[] {
  if (sites.length === 0) return ignoredOptions(link, configured);
  const compared = comparedValues(link, guards, passages);
  const unused = unusedGuards(link, passages);
  for (const { limits } of unused) for (const limit of limits) trail(link, limit, compared);
  const ignored = ignoredOptions(link, configured).filter(
    ({ module, range }) => !configured.some((limit) => limit.module === module && limit.range[0] === range[0] && compared.has(limit.term.value)),
  );
  // `schema.parse(process.env).MAX` is what the schema says of MAX.
  const keys = new Set([...compared].flatMap((value) => (value.kind === 'member' && typeof value.property === 'string' ? [value.property] : [])));
  const isComparedKey = ({ name, term }: ConfiguredLimit): boolean => keys.has(name) && term.value.kind === 'call';
  const idle = configured.flatMap((limit): IdleLimit[] => {
    const { module, range, term, name } = limit;
    if (ignored.some((option) => option.module === module && option.range[0] === range[0])) return [];
    if (compared.has(limit.term.value) || isComparedKey(limit) || limit.isForeign) return [];
    const read = isRead(link, limit);
    if (read === 'elsewhere' || (read === 'here' && link.index.neighbours.isCut())) return [];
    const value = link.numbers(term);
    const expression = expressionFor(limit);
    return [{ id: read === 'never' ? 'neverRead' : 'readNotEnforced', name, module, range, value, ...(expression !== undefined && { expression }) }];
  });
  return [...ignored, ...idle, ...unused.map(({ finding }) => finding)];
}

/** A constant of the module, or a property of one. */
function expressionFor({ name, module, range }: ConfiguredLimit): string | undefined {
  const [body] = module.facts.functions;
  for (const event of body?.events ?? []) {
    if (event.kind !== 'assign' || event.target.kind !== 'binding') continue;
    const binding = module.facts.bindings[event.target.id];
    if (!binding?.isConst || binding.fn !== 0) continue;
    if (binding.range[0] === range[0]) return name;
    const isOwn = event.value.kind === 'object' && event.value.properties.some(({ keyRange }) => keyRange[0] === range[0]);
    if (isOwn) return `${binding.name}.${name}`;
  }
  return undefined;
}

/** Every value that a limit which is compared with a count comes from. */
function comparedValues(link: Link, guards: readonly Guard[], passages: readonly Passage[]): Set<Value> {
  const values = new Set<Value>();
  for (const { test, cap } of guards) for (const limit of [test?.limit, cap]) if (limit) trail(link, limit, values);
  for (const passage of passages) {
    for (const { limit } of idleComparisons(link, passage, passages)) if (limit) trail(link, limit, values);
    for (const { premise } of passage.effects) for (const { limit } of testsOf(link, premise).counts) if (limit) trail(link, limit, values);
  }
  return values;
}

function trail(link: Link, term: Term, values: Set<Value>, depth = 0): void {
  if (depth > 12 || values.has(term.value)) return;
  values.add(term.value);
  const { value, frame } = term;
  for (const next of link.next(term)) trail(link, next, values, depth + 1);
  const parts = value.kind === 'call' ? value.args : value.kind === 'binary' ? [value.left, value.right] : [];
  for (const part of parts) trail(link, termAt(part, frame), values, depth + 1);
}

/** Options that a library does not have. */
function ignoredOptions(link: Link, configured: readonly ConfiguredLimit[]): IdleLimit[] {
  return link.index.calls.flatMap((call) => {
    const made = link.roles(call).find(({ id, root, made: term }) => id === root && term?.value === call.value);
    const options = made && link.catalogue.roleChain(made.role).find((model) => model.options)?.options;
    const library = made && link.catalogue.libraryOfRole(made.role)?.name;
    if (!options || library === undefined) return [];
    const { module } = call.frame;
    return call.value.args.flatMap((argument) =>
      link.origins(termAt(argument, call.frame)).flatMap(({ value }): IdleLimit[] => {
        if (value.kind !== 'object' || functionOf(call.frame).id < 0) return [];
        return value.properties.flatMap(({ key, keyRange, value: part }): IdleLimit[] => {
          if (key === undefined || options.includes(key) || !configured.some(({ range }) => range[0] === keyRange[0])) return [];
          return [{ id: 'ignoredOption', name: key, module, range: keyRange, library, value: link.numbers(termAt(part, call.frame)) }];
        });
      }),
    );
  });
}
