import type { ListedElement, ReleasePlace, UserExpression } from '../verdict/guard-words.js';
import type { GuardRequest } from './guard-request.js';
import type { SourceStyle } from './source-style.js';

/** The names that an inserted guard uses. */
export interface GuardNames {
  readonly tracker: string;
  readonly max: string;
  /** The tracker is declared already. */
  readonly isKnown: boolean;
  readonly declaresTracker: boolean;
  readonly declaresMax: boolean;
  readonly user: string;
  readonly declaresUser: boolean;
  readonly open: string;
  /** The transport connection of a socket. */
  readonly conn: string;
  readonly timer: string;
  readonly map: string;
  readonly set: string;
  readonly error: string;
  /** A function that gives the slot back. */
  readonly release: string;
  /** What tells that the request was given up. */
  readonly signal: string;
  /** What the user's connections are marked with. */
  readonly tag: string;
}

/** The lines of a guard, with two spaces a level, single quotes and semicolons; without the function around them. */
export function guardLines({ place, sourceCode }: GuardRequest, names: GuardNames, style: SourceStyle): string[] {
  const [first = '', second = ''] = place.model.parameters ?? [];
  return filledIn(place.model.lines, { place, sourceCode }, { words: { 0: [first], 1: [second], ...place.words }, user: place.user }, names, style);
}

/** The line at the beginning of the function. */
export function earlyLines({ place, sourceCode }: GuardRequest, names: GuardNames, style: SourceStyle): string[] {
  return filledIn(place.model.early === undefined ? [] : [place.model.early], { place, sourceCode }, { words: place.words, user: place.user }, names, style);
}

/** The lines behind the call that gives the connection. */
export function linesBehind({ place, sourceCode }: GuardRequest, names: GuardNames, style: SourceStyle): string[] {
  return filledIn(place.model.behind?.lines ?? [], { place, sourceCode }, { words: place.words, user: place.user }, names, style);
}

/** What is written into the list of a call. */
export function listedElement({ place, sourceCode }: GuardRequest, { element }: ListedElement, names: GuardNames, style: SourceStyle): string {
  return filledIn([element], { place, sourceCode }, { words: place.words, user: place.user }, names, style).join('');
}

/** The lines that give the slot back, where these stand in a function of their own. */
export function releaseLines({ place, sourceCode }: GuardRequest, { model, words, user }: ReleasePlace, names: GuardNames, style: SourceStyle): string[] {
  return filledIn(model.lines, { place, sourceCode }, { words, user }, names, style);
}

function filledIn(
  templates: readonly string[],
  { place, sourceCode }: Pick<GuardRequest, 'place' | 'sourceCode'>,
  given: Pick<ReleasePlace, 'words' | 'user'>,
  names: GuardNames,
  style: SourceStyle,
): string[] {
  const conditions: Readonly<Record<string, boolean>> = {
    ts: style.isTypeScript,
    js: !style.isTypeScript,
    late: place.isLate,
    soon: !place.isLate,
    heard: place.isHeard,
  };
  const words: Record<string, string> = {
    identity: names.declaresUser ? `const ${names.user} = ${userText(given.user, sourceCode.text, style)};` : '',
    user: names.user,
    open: names.open,
    conn: names.conn,
    takenConn: names.conn === 'conn' ? '{ conn }' : `{ conn: ${names.conn} }`,
    tracker: names.tracker,
    max: names.max,
    timer: names.timer,
    Set: names.set,
    Error: names.error,
    release: names.release,
    signal: names.signal,
    tag: names.tag,
  };
  for (const [key, parts] of Object.entries(given.words)) {
    words[key] = parts.map((part) => (typeof part === 'string' ? part : sourceCode.text.slice(...part))).join('');
  }
  return templates.flatMap((line) => {
    const condition = /^(?<when>ts|js|late|soon|heard)\|(?<rest>.*)$/u.exec(line)?.groups;
    if (condition && !conditions[condition['when'] ?? '']) return [];
    const template = place.isAssumed ? (condition?.['rest'] ?? line).replace('{{open}}.size >=', '{{user}} === undefined || {{open}}.size >=') : (condition?.['rest'] ?? line);
    const text = template.replaceAll(/\{\{(?<key>\w+)\}\}/gu, (_, key: string) => words[key] ?? '');
    return text.trim() === '' ? [] : [text];
  });
}

/** The user's key as an expression; in TypeScript with a cast, since nothing says what the application puts there. */
export function userText({ root, path, isLocal, hasBag, mayLack, isGuessed, read }: UserExpression, text: string, { isTypeScript }: Pick<SourceStyle, 'isTypeScript'>): string {
  if (read && isLocal) return text.slice(...read);
  const start = root.map((part) => (typeof part === 'string' ? part : text.slice(...part))).join('');
  const [bag, ...inside] = path;
  const owner = hasBag && bag !== undefined ? `${start}.${bag}` : start;
  const [first, ...rest] = owner === start ? path : inside;
  const needsCast = isTypeScript && !isLocal;
  if (first === undefined) return needsCast && owner !== start ? `${owner} as unknown` : owner;
  const isOptional = mayLack === true || (needsCast && owner === start);
  const isLoose = isGuessed === true && owner !== start;
  const from = needsCast ? `(${owner} as ${shape([first, ...rest], isOptional ? '?' : '')}${isLoose ? ' | undefined' : ''})` : owner;
  const known = `${from}${isLoose ? '?.' : '.'}${first}`;
  return rest.length === 0 ? known : `${known}${isOptional ? '?.' : '.'}${rest.join('.')}`;
}

/** `['user', 'id']` as the type `{ user?: { id: unknown } }`. */
function shape([first = '', ...rest]: readonly string[], optional: string): string {
  return `{ ${first}${optional}: ${rest.length === 0 ? 'unknown' : shape(rest, '')} }`;
}
