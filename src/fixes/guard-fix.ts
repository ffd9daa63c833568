import type { TSESLint } from '@typescript-eslint/utils';
import type { GuardPlace, TextPart } from '../verdict/guard-words.js';
import type { Recovery } from '../verdict/recovery.js';
import { fieldEdit, type FieldTracker, fieldTracker } from './field-tracker.js';
import type { GuardRequest } from './guard-request.js';
import { earlyLines, guardLines, type GuardNames, linesBehind, listedElement } from './guard-text.js';
import { listedEdit } from './listed-edit.js';
import { overrideEdit } from './override-edit.js';
import { parameterEdit } from './parameter-edit.js';
import { atStartOf, functionBeside, releaseEdit } from './release-edit.js';
import { takenEdit } from './taken-edit.js';
import { ended, endOf, freeName, globalName, inStyle, namesIn, namesVisibleAt, readStyle, type SourceStyle } from './source-style.js';
import { afterChecks, declarationsOffset, marginOf, statementIn, statementInScopeOf } from './tree-places.js';
import { declarationOf, findLimit, findTracker } from './trackers-in-source.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

export interface Edit {
  readonly start: number;
  readonly end?: number;
  readonly text: string;
}

/** The edits that insert a guard at a place; undefined where the text around leaves no room for it. */
export function guardFix(request: GuardRequest): readonly Edit[] | undefined {
  return guardEdits(request)?.map((edit) => onOwnLines(request, edit));
}

/** Lines that stand between two statements of one line end before the second. */
function onOwnLines({ sourceCode, filename }: GuardRequest, edit: Edit): Edit {
  const isBeforeCode = edit.end === undefined && /^[\t ]*[^\s),/;}]/u.test(sourceCode.text.slice(edit.start));
  return isBeforeCode && /^\s*\n/u.test(edit.text) && /\S$/u.test(edit.text) ? { ...edit, text: edit.text + readStyle(sourceCode, filename).newline } : edit;
}

/** The text of an expression that is made of words and of what stands in the file. */
function textOf({ text }: SourceCode, parts: readonly TextPart[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : text.slice(...part))).join('');
}

function guardEdits(request: GuardRequest): Edit[] | undefined {
  const { place, sourceCode, filename } = request;
  const style = readStyle(sourceCode, filename);
  const recovery = request.recovery ? [recoveryEdit(sourceCode, request.recovery)] : [];
  if (place.model.place === 'hook') {
    const hook = hookEdits(request, style);
    return hook && [...recovery, ...hook];
  }
  const field = place.model.tracker === 'field' ? fieldTracker(sourceCode, insideOf(place)) : undefined;
  const names = chooseNames(request, field);
  if (!canCount(names) || (place.model.tracker === 'field' && !field)) return undefined;
  const fields = field ? fieldEdit(sourceCode, field, style) : [];
  const lines = guardLines(request, names, style);
  const inserted = insertion(request, lines, style);
  if (!inserted) return undefined;
  const listener = place.errorListenerAt ? errorListener(request, style) : [];
  const listed = place.listed ? listedEdit(sourceCode, place.listed, listedElement(request, place.listed, names, style)) : [];
  const behind = place.model.behind ? behindCall(request, linesBehind(request, names, style), style) : [];
  const early = place.earlyAt ? earlyEdit(request, place.earlyAt, earlyLines(request, names, style), style) : [];
  const released = place.release ? releaseEdit(request, place.release, names, style) : [];
  const adds = [place.adds, place.release?.adds].flatMap((added) => (added ? [parameterEdit(sourceCode, added)] : []));
  const taken = place.taken ? takenEdit(sourceCode, place.taken) : [];
  if (!released || !taken || !listed || !adds.every((edit) => edit !== undefined)) return undefined;
  return [...recovery, ...declarations(request, names, style), ...fields, ...taken, ...listener, ...early, inserted, ...listed, ...behind, ...released, ...adds];
}

/** Names for what is inserted: those of a tracker that is already there, or new ones that clash with nothing. */
function chooseNames({ place, sourceCode, configured }: GuardRequest, field?: FieldTracker): GuardNames {
  const taken = namesIn(sourceCode);
  const isInModule = place.model.tracker === undefined;
  const known = isInModule ? findTracker(sourceCode) : undefined;
  const limit = known !== undefined || !isInModule ? findLimit(sourceCode) : undefined;
  // A function of its own may call its locals as it likes.
  const inside = insideOf(place);
  const places = [inside, ...(place.release?.body ? [place.release.body[0] + 1] : [])];
  const visible = new Set(place.model.place === 'hook' ? [] : places.flatMap((offset) => [...namesVisibleAt(sourceCode, offset)]));
  const [local] = place.user.isLocal && place.user.path.length === 0 ? place.user.root : [];
  const direct = typeof local === 'string' && isConstant(sourceCode, local) ? local : undefined;
  const user = direct ?? freeName(visible, 'userId', 'connectedUserId', 'limitedUserId');
  return {
    tracker: field ? `this.${field.name}` : known ?? freeName(taken, 'connectionsPerUser', 'openConnectionsPerUser'),
    max: configured ?? limit ?? freeName(taken, 'MAX_CONNECTIONS_PER_USER', 'CONNECTION_LIMIT_PER_USER'),
    isKnown: known !== undefined,
    declaresTracker: known === undefined && isInModule,
    declaresMax: configured === undefined && limit === undefined,
    user,
    declaresUser: direct === undefined,
    open: freeName(visible, 'connections', 'openConnections'),
    conn: freeName(visible, 'conn', 'transportConnection'),
    timer: globalName(sourceCode, 'setTimeout'),
    map: globalName(sourceCode, 'Map'),
    set: globalName(sourceCode, 'Set'),
    error: globalName(sourceCode, 'Error'),
    release: freeName(visible, 'releaseConnection', 'releaseSlot'),
    signal: freeName(visible, 'signal', 'requestSignal'),
    tag: freeName(visible, 'userTag', 'connectionTag'),
  };
}

/** An offset inside of the function that the guard stands in. */
function insideOf({ insert }: GuardPlace): number {
  if (insert.at === 'body') return insert.body[0] + 1;
  return insert.at === 'beside' ? insert.function[0] : insert.statement[0];
}

/** Where the file has a Map or a Set of its own, a guard would not be known for one when it is read again. */
function canCount({ map, set }: GuardNames): boolean {
  return map === 'Map' && set === 'Set';
}

function isConstant(sourceCode: SourceCode, name: string): boolean {
  const definitions = (sourceCode.scopeManager?.scopes ?? []).flatMap((scope) => scope.variables.filter((variable) => variable.name === name));
  return definitions.every(({ references }) => references.filter((reference) => reference.isWrite()).length <= 1);
}

function declarations({ sourceCode, limit }: GuardRequest, names: GuardNames, style: SourceStyle, more: readonly string[] = []): Edit[] {
  if (!names.declaresTracker && !names.declaresMax && more.length === 0) return [];
  const types = style.isTypeScript ? '<unknown, Set<unknown>>' : '';
  const own = [
    ...(names.declaresMax ? [`const ${names.max} = ${String(limit)};`] : []),
    ...(names.declaresTracker ? [`const ${names.tracker} = new ${names.map}${types}();`] : []),
  ];
  const lines = inStyle([...own, ...(own.length > 0 && more.length > 0 ? [''] : []), ...more], style, '');
  const { offset, isFirst } = names.isKnown ? declarationOf(sourceCode, names.tracker) : declarationsOffset(sourceCode);
  const text = lines.join(style.newline);
  const closed = ended(sourceCode, offset, text);
  return [{ start: offset, text: isFirst ? closed + style.newline.repeat(2) : style.newline.repeat(2) + closed }];
}

function insertion(request: GuardRequest, lines: readonly string[], style: SourceStyle): Edit | undefined {
  const { place, sourceCode } = request;
  const { insert, model } = place;
  if (insert.at === 'beside' && model.place === 'override') return overrideEdit(sourceCode, insert.function, model, lines, style);
  if (insert.at === 'beside') return functionBeside(request, insert.function, { within: model.within ?? '', parameters: model.parameters ?? [], lines }, style);
  if (insert.at === 'body') return atStartOf(sourceCode, insert.body, lines, style);
  const declared = place.local === undefined ? undefined : declarationRange(sourceCode, place.local, insert.statement);
  const found =
    insert.at === 'after' && declared
      ? statementInScopeOf(sourceCode, insert.statement, declared)
      : statementIn(sourceCode, insert.statement);
  if (!found) return undefined;
  const margin = marginOf(sourceCode, found.range[0]);
  const text = inStyle(lines, style, margin).join(style.newline);
  if (insert.at === 'before') {
    const isApart = /\n[\t ]*\r?\n[\t ]*$/u.test(sourceCode.text.slice(0, found.range[0]));
    const closed = ended(sourceCode, found.range[0], text.slice(margin.length));
    return { start: found.range[0], text: closed + style.newline.repeat(isApart ? 2 : 1) + margin };
  }
  const last = place.local === undefined ? found : afterChecks(sourceCode, found, place.local);
  // Where the file sets the next statement apart, the guard is set apart as well.
  const end = endOf(sourceCode, last);
  const isApart = /^[\t ]*\r?\n[\t ]*\r?\n/u.test(sourceCode.text.slice(end));
  return { start: end, text: style.newline.repeat(isApart ? 2 : 1) + ended(sourceCode, end, text) };
}

/** At the beginning of a function. */
function earlyEdit({ sourceCode }: GuardRequest, [start]: readonly [number, number], lines: readonly string[], style: SourceStyle): Edit[] {
  const margin = marginOf(sourceCode, start) + style.indent;
  return [{ start: start + 1, text: style.newline + inStyle(lines, style, margin).join(style.newline) }];
}

/** Behind the statement that takes the upgrade over. */
function behindCall({ place, sourceCode }: GuardRequest, lines: readonly string[], style: SourceStyle): Edit[] {
  const found = place.insert.at === 'before' ? statementIn(sourceCode, place.insert.statement) : undefined;
  return found && lines.length > 0 ? [beside(sourceCode, found.range, 'after', lines, style)] : [];
}

function declarationRange(sourceCode: SourceCode, name: string, near: readonly [number, number]): readonly [number, number] | undefined {
  const node = sourceCode.getNodeByRangeIndex(near[0]);
  let scope = node ? sourceCode.getScope(node) : undefined;
  while (scope) {
    const found = scope.set.get(name)?.identifiers[0];
    if (found) return found.range;
    scope = scope.upper ?? undefined;
  }
  return undefined;
}

/** A raw socket without a listener for errors ends the process when its client resets the connection. */
function errorListener({ place, sourceCode }: GuardRequest, style: SourceStyle): Edit[] {
  const [start = 0] = place.errorListenerAt ?? [];
  if (sourceCode.text[start] !== '{') return [];
  const wanted = style.isTypeScript ? 'ts|' : 'js|';
  const line = place.model.errorListener?.find((candidate) => candidate.startsWith(wanted))?.slice(wanted.length);
  if (line === undefined) return [];
  const margin = marginOf(sourceCode, start) + style.indent;
  return [{ start: start + 1, text: style.newline + inStyle([line.replaceAll(/\{\{(?<key>\w+)\}\}/gu, (_, key: string) => textOf(sourceCode, place.words[key] ?? []))], style, margin).join('') }];
}

/** `use((socket, next) => { … })` behind the hook that knows the user; a function of its own where others share it. */
function hookEdits(request: GuardRequest, style: SourceStyle): Edit[] | undefined {
  const { place, sourceCode, isShared, existing } = request;
  const { insert, receiver, model } = place;
  if (insert.at === 'body' || insert.at === 'beside' || !receiver) return undefined;
  const statement = statementIn(sourceCode, insert.statement);
  if (!statement) return undefined;
  const isChained = insert.at === 'after' && !isWholeStatement(sourceCode, insert.statement, statement.range);
  const on = sourceCode.text.slice(...receiver);
  const method = model.method ?? 'use';
  const names = chooseNames(request);
  if (!canCount(names)) return undefined;
  const register = (argument: readonly string[]): readonly string[] => {
    const [first = '', ...rest] = argument;
    return [`${on}.${method}(${first}`, ...rest.slice(0, -1), `${rest.at(-1) ?? ''})${rest.length === 0 ? '' : ''};`];
  };
  const own = functionLines(request, names, style);
  if (existing !== undefined) return [beside(sourceCode, statement.range, insert.at, [`${on}.${method}(${existing});`], style)];
  if (!isShared && !isChained) return [...declarations(request, names, style), beside(sourceCode, statement.range, insert.at, register(own), style, true)];
  const name = freeName(namesIn(sourceCode), 'limitConnectionsPerUser');
  const annotation = style.isTypeScript ? `: Parameters<typeof ${on}.${method}>[0]` : '';
  const [head = '', ...body] = own;
  const declared = [`const ${name}${annotation} = ${head}`, ...body.slice(0, -1), `${body.at(-1) ?? ''};`];
  const isGlobal = !style.isTypeScript || isModuleName(sourceCode, on);
  const gap = /^\s*/u.exec(sourceCode.text.slice(receiver[1]))?.[0] ?? '';
  const call = isChained
    ? { start: insert.statement[1], text: `${gap}.${method}(${name})` }
    : beside(sourceCode, statement.range, insert.at, isGlobal ? [`${on}.${method}(${name});`] : [...declared, `${on}.${method}(${name});`], style, !isGlobal);
  if (isChained && !isGlobal) return undefined;
  return [...declarations(request, names, style, isGlobal ? declared : []), call];
}

function functionLines(request: GuardRequest, names: GuardNames, style: SourceStyle): string[] {
  const lines = guardLines(request, names, style);
  const parameters = request.place.model.parameters ?? [];
  return [`(${parameters.join(', ')}) => {`, ...lines.map((line) => `  ${line}`), '}'];
}

function isWholeStatement({ text }: SourceCode, inner: readonly [number, number], statement: readonly [number, number]): boolean {
  return inner[0] === statement[0] && text.slice(inner[1], statement[1]).replace(/;$/u, '').trim() === '';
}

function isModuleName({ scopeManager }: SourceCode, name: string): boolean {
  return scopeManager?.scopes.some((scope) => (scope.type === 'module' || scope.type === 'global') && scope.set.has(name)) ?? false;
}

function beside(sourceCode: SourceCode, range: readonly [number, number], at: 'before' | 'after', lines: readonly string[], style: SourceStyle, isLong = false): Edit {
  const [start] = range;
  const end = endOf(sourceCode, { range });
  const margin = marginOf(sourceCode, start);
  const text = inStyle(lines, style, margin).join(style.newline);
  const gap = style.newline.repeat(isLong ? 2 : 1);
  if (at === 'after') return { start: end, text: gap + ended(sourceCode, end, text) };
  return { start, text: ended(sourceCode, start, text.slice(margin.length)) + gap + margin };
}

/** Sessions that are brought back skip hooks unless the options say otherwise. */
function recoveryEdit({ text }: SourceCode, { object, text: property, replaces }: Recovery): Edit {
  if (replaces) return { start: replaces[0], end: replaces[1], text: property };
  const isEmpty = text.slice(object[0] + 1, object[1] - 1).trim() === '';
  return { start: object[0] + 1, ...(isEmpty && { end: object[1] - 1 }), text: isEmpty ? ` ${property} ` : ` ${property},` };
}
