import type { CallValue, ObjectValue, Value } from '../facts/module-facts.js';
import { TABLE_COMPARISON, TABLE_READS, TABLE_REQUEST, TABLE_WRITES } from '../models/stores.js';
import { type CountTest, type Holding, type Link, type Premise, siteId, type Term, termAt } from './link.js';
import { describe, textOf } from './value-names.js';

/** What a call asks of a table: `client.send(new QueryCommand({ … }))`, `client.query({ … }).promise()`. */
interface TableRequest {
  readonly options: Term<ObjectValue>;
  readonly isRead: boolean;
}

/** The items that a request reads: of its key, or of those that its expressions name. */
export function tableHoldings(link: Link, call: Term<CallValue>): readonly Holding[] {
  const { callee, args } = call.value;
  if (callee.kind === 'member' && callee.property === 'promise' && args.length === 0) return callee.object.kind === 'call' ? tableHoldings(link, termAt(callee.object, call.frame)) : [];
  return requestsOf(link, call).flatMap((request) => (request.isRead ? [holdingOf(link, request.options)] : []));
}

/** A write that fails where a number has reached a limit, in one step: the condition looks at it before it is raised. */
export function tableTest(link: Link, call: Term<CallValue>, premise: Premise): CountTest | undefined {
  for (const { options, isRead } of requestsOf(link, call)) {
    const condition = isRead ? undefined : partOf(link, options, TABLE_REQUEST.condition);
    const found = TABLE_COMPARISON.exec((condition && textOf(link, condition)) ?? '')?.groups;
    const name = found?.['limit'] ?? found?.['first'];
    const limit = name === undefined ? undefined : namedValues(link, options).find(({ key }) => key === name)?.value;
    if (!found || !limit) continue;
    const margin = (found['below'] ?? found['above'] ?? '').endsWith('=') ? 1 : 0;
    return { kind: 'compare', count: { holding: holdingOf(link, options), delta: -1, at: call, isAtomic: true }, limit, direction: 'high', margin, at: call, premise };
  }
  return undefined;
}

function requestsOf(link: Link, { value, frame }: Term<CallValue>): readonly TableRequest[] {
  const { callee, args, isNew } = value;
  const [first] = args;
  if (isNew || !first || callee.kind !== 'member' || typeof callee.property !== 'string') return [];
  if (callee.property !== 'send') return requestNamed(link, callee.property, termAt(first, frame));
  return link.origins(termAt(first, frame)).flatMap((command) => {
    const [options] = command.value.kind === 'call' && command.value.isNew ? command.value.args : [];
    return command.value.kind === 'call' && options ? requestNamed(link, lastName(link, termAt(command.value.callee, command.frame)), termAt(options, command.frame)) : [];
  });
}

/** The name of a constructor, as its package has it. */
function lastName(link: Link, callee: Term): string {
  const [origin = callee] = link.origins(callee);
  const { value } = origin;
  if (value.kind === 'import') return value.name.split('.').at(-1) ?? '';
  return value.kind === 'member' && typeof value.property === 'string' ? value.property : describe(callee.value, callee);
}

function requestNamed(link: Link, name: string, given: Term): readonly TableRequest[] {
  const isRead = TABLE_READS.has(name);
  if (!isRead && !TABLE_WRITES.has(name)) return [];
  return link.origins(given).flatMap((origin): TableRequest[] => {
    if (origin.value.kind !== 'object') return [];
    const options = termAt(origin.value, origin.frame);
    const many = partOf(link, options, TABLE_REQUEST.many);
    if (many?.value.kind === 'array') return many.value.elements.flatMap((element) => writesIn(termAt(element, many.frame)));
    return partOf(link, options, TABLE_REQUEST.table) ? [{ options, isRead }] : [];
  });
}

/** `{ Update: { … } }` */
function writesIn(element: Term): readonly TableRequest[] {
  if (element.value.kind !== 'object') return [];
  return element.value.properties.flatMap(({ value }) => (value.kind === 'object' ? [{ options: termAt(value, element.frame), isRead: false }] : []));
}

function partOf(link: Link, { value, frame }: Term<ObjectValue>, key: string): Term | undefined {
  const property = value.properties.find((candidate) => candidate.key === key);
  return property && (link.origins(termAt(property.value, frame))[0] ?? termAt(property.value, frame));
}

function holdingOf(link: Link, options: Term<ObjectValue>): Holding {
  const table = partOf(link, options, TABLE_REQUEST.table);
  const id = table ? (textOf(link, table) ?? link.place(table) ?? siteId(table)) : siteId(options);
  const key = partOf(link, options, TABLE_REQUEST.key);
  const own = key ? propertiesOf(link, key).map(({ value }) => value) : namedValues(link, options).map(({ value }) => value);
  // What is written down says what kind of item, not whose.
  const keys = own.filter((term) => !link.origins(term).every(({ value }) => value.kind === 'literal'));
  return { container: { id: `table ${id}`, made: options, outlives: true, isExternal: true, isRecord: true }, keys, isElement: true };
}

function namedValues(link: Link, options: Term<ObjectValue>): readonly { key: string; value: Term }[] {
  const values = partOf(link, options, TABLE_REQUEST.values);
  return values ? propertiesOf(link, values) : [];
}

/** The properties of an object; of `marshall({ … })`, and with types around its values (`{ S: user }`), too. */
function propertiesOf(link: Link, { value, frame }: Term): readonly { key: string; value: Term }[] {
  if (value.kind === 'call') return value.args.slice(0, 1).flatMap((first) => link.origins(termAt(first, frame)).flatMap((origin) => (origin.value.kind === 'object' ? propertiesOf(link, origin) : [])));
  if (value.kind !== 'object') return [];
  return value.properties.flatMap(({ key, value: part }) => (key === undefined ? [] : [{ key, value: termAt(plain(part), frame) }]));
}

function plain(value: Value): Value {
  const [only, ...others] = value.kind === 'object' ? value.properties : [];
  if (!only || others.length > 0 || (only.key !== 'S' && only.key !== 'N')) return value;
  const { value: inner } = only;
  // A number is written as text: `{ N: String(max) }`.
  return inner.kind === 'call' && inner.callee.kind === 'global' && inner.callee.name === 'String' ? (inner.args[0] ?? inner) : inner;
}
