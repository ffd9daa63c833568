import { createRequire } from 'node:module';
import type * as Valibot from 'valibot';
import type { AcceptModel, CarryModel, CollectionModel, ExportModel, GuardModel, LibraryModel, MethodModel, RoleId, RoleModel, RoutedModel, WayInModel } from './models/model.js';

/** A library as the settings declare it: a model, with `null` for `undefined` in lists, and some keys left out. */
export type LibraryDeclaration = Declared<Omit<LibraryModel, 'versions' | 'isSubject'>> & Partial<Pick<LibraryModel, 'versions' | 'isSubject'>>;

type Declared<Model> = Model extends readonly (infer Item)[]
  ? readonly (undefined extends Item ? Declared<Item> | null : Declared<Item>)[]
  : Model extends object
    ? { readonly [Key in keyof Model]: Declared<Model[Key]> }
    : Model;

type Schema<Output = unknown> = Valibot.GenericSchema<unknown, Output>;

interface KnownRoles {
  readonly declared: ReadonlySet<string>;
  readonly builtIn: ReadonlySet<string>;
}

/** What a declaration must look like: the shape of the built-in models, with `null` for `undefined` in lists. */
function createSchema(v: typeof Valibot, { declared, builtIn }: KnownRoles): Schema<LibraryModel> {
  /** Each key that the model has must be given a schema here, and others are refused. */
  function exact<Model>(entries: { readonly [Key in keyof Model]-?: Schema }): Schema<Model> {
    const keys = Object.keys(entries).join(', ');
    const object = v.strictObject(entries as Valibot.ObjectEntries, ({ expected, received }) => (expected === 'never' ? `one of ${keys}` : received === 'undefined' ? 'given' : 'an object'));
    // What it gives is what was asked of each key.
    return object as unknown as Schema<Model>;
  }

  const anObject = v.custom<Record<string, unknown>>(isObject, 'an object');
  const text = v.string('a string');
  const flag = v.boolean('true or false');
  const place = v.pipe(v.number('a number'), v.integer('a whole number'), v.minValue(0, 'a whole number from 0'));
  const texts = list(text);
  const A_ROLE = 'a role that stands under roles, or a built-in one';
  const role = v.custom<RoleId>((given) => typeof given === 'string' && (declared.has(given) || builtIn.has(given)), A_ROLE);
  const ownRole = v.custom<RoleId>((given) => typeof given === 'string' && /^[^:\s]+:[^:\s]+$/u.test(given) && !builtIn.has(given), "a name such as 'library:server' that is not a built-in role's");
  const roles = list(v.union([role, v.null_(), v.undefined_()], `${A_ROLE}, or null`));
  const expression = v.pipe(text, v.check(isExpression, 'the source of a regular expression'));
  const refusal = oneOf('falsy', 'false', 'value', 'response', 'status', 'exit');
  const keyClass = oneOf('user', 'unknown', 'client', 'narrower', 'address', 'room', 'connection', 'none');
  const forgetting = oneOf('always', 'outside classes');
  const phase = oneOf('handshake', 'accepted', 'message', 'closed');

  function may(schema: Schema): Schema {
    return v.exactOptional(schema);
  }

  function list(item: Schema): Schema {
    return v.array(item, 'an array');
  }

  function named(item: Schema): Schema {
    return v.pipe(anObject, v.record(text, item, 'an object'));
  }

  function oneOf(...options: readonly string[]): Schema {
    return v.picklist(options, `one of ${options.map((option) => `'${option}'`).join(', ')}`);
  }

  const carry = exact<CarryModel>({ to: role, member: may(text), argument: may(place), option: may(text) });
  const accept = exact<AcceptModel>({
    arguments: roles,
    callback: roles,
    emits: may(role),
    isHidden: may(flag),
    rejectsByReturning: may(refusal),
    until: may(texts),
    begins: may(named(roles)),
    forgets: may(forgetting),
    distinctive: may(v.strictObject({ arguments: place, given: may(text) }, 'an object of arguments and given')),
    carries: may(carry),
  });
  const routed = exact<RoutedModel>({ asks: named(text), reads: texts, named: texts, unlike: texts });
  const guard = exact<GuardModel>({
    place: oneOf('hook', 'handler', 'accept', 'verdict', 'taking', 'override'),
    method: may(text),
    objects: may(oneOf('user', 'shared')),
    by: may(text),
    tracker: may(oneOf('none', 'field')),
    classes: may(v.strictObject({ set: v.strictObject({ field: text, property: text }, 'an object of field and property'), methods: texts }, 'an object of set and methods')),
    listed: may(v.strictObject({ argument: place, element: text }, 'an object of argument and element')),
    within: may(text),
    reading: may(v.strictObject({ member: text, is: flag }, 'an object of member and is')),
    member: may(text),
    isInline: may(flag),
    unlessCalled: may(text),
    connection: may(list(role)),
    release: may(v.strictObject({ within: text, parameters: texts, lines: texts }, 'an object of within, parameters and lines')),
    behind: may(v.strictObject({ connection: may(text), answer: text, lines: texts }, 'an object of connection, answer and lines')),
    early: may(text),
    parameters: may(texts),
    lines: texts,
    errorListener: may(texts),
  });
  const wayIn = exact<WayInModel>({
    call: may(texts),
    option: may(text),
    isGiven: may(flag),
    member: may(text),
    unlessMember: may(text),
    isLooped: may(flag),
    made: may(flag),
    having: may(text),
    lacking: may(text),
    routed: may(routed),
    isFallback: may(flag),
    events: may(texts),
    handler: may(oneOf('last', 'rest', 'each')),
    given: may(text),
    wrappedBy: may(role),
    unless: may(text),
    isDistinctive: may(flag),
    emits: may(role),
    emitter: may(role),
    isUnderPath: may(flag),
    isInOrder: may(flag),
    phase,
    parameters: roles,
    isSite: flag,
    covers: oneOf('emitter', 'server', 'later', 'library', 'main', 'hosts'),
    onResult: may(flag),
    rejectsByReturning: may(refusal),
    rejectsByThrowing: may(flag),
    carries: may(carry),
    acceptsAtOnce: may(flag),
    sparesAtOnce: may(role),
    guards: may(list(guard)),
    onlyFirst: may(texts),
    skippedBy: may(texts),
    forgets: may(forgetting),
  });
  const collection = exact<CollectionModel>({ element: role, includesNew: oneOf('always', 'accepted', 'never'), isCount: may(flag), keyed: may(flag), isTagged: may(flag), isShared: may(flag) });
  const method = exact<MethodModel>({
    gives: may(role),
    chains: may(flag),
    named: may(place),
    isDistinctive: may(flag),
    main: may(text),
    rejects: may(flag),
    admits: may(flag),
    idleIn: may(phase),
    codes: may(list(v.tuple([place, place], 'two numbers, from and to'))),
    evicts: may(flag),
    accepts: may(accept),
    hands: may(list(v.union([role, v.literal('self'), v.null_(), v.undefined_()], `${A_ROLE}, 'self' or null`))),
    emits: may(flag),
    converts: may(role),
    endsAtOnce: may(flag),
    joins: may(flag),
    serves: may(flag),
    keeps: may(flag),
    mounts: may(flag),
    collection: may(collection),
  });
  const roleModel = exact<RoleModel>({
    extends: may(role),
    members: may(named(role)),
    aliases: may(named(role)),
    methods: may(named(method)),
    called: may(role),
    collections: may(named(collection)),
    waysIn: may(list(wayIn)),
    setups: may(named(roles)),
    listeners: may(named(phase)),
    constructs: may(role),
    instances: may(v.strictObject({ named: texts, asked: may(named(place)), any: may(texts), otherwise: keyClass }, 'an object of named, asked, any and otherwise')),
    isRequest: may(flag),
    isOtherEnd: may(flag),
    isServing: may(flag),
    optionsAreReturned: may(flag),
    mountedBy: may(texts),
    isHandler: may(flag),
    isRefined: may(flag),
    ends: may(texts),
    endHeard: may(text),
    isGone: may(text),
    endsOnceAccepted: may(flag),
    sources: may(named(keyClass)),
    rejectsWhenCalled: may(list(v.strictObject({ argument: place, when: oneOf('truthy', 'falsy') }, 'an object of argument and when'))),
    answersAll: may(flag),
    bag: may(text),
    handshakeHook: may(text),
    guards: may(list(guard)),
    recovery: may(v.strictObject({ option: text, property: text, value: text }, 'an object of option, property and value')),
    isLater: may(flag),
    caps: may(list(v.strictObject({ option: text, key: keyClass, unless: may(text) as typeof text }, 'an object of option, key and unless'))),
    namespace: may(text),
    alsoIn: may(texts),
    isApart: may(flag),
    looped: may(role),
    options: may(texts),
  });
  const exported: Schema<ExportModel> = v.lazy(() =>
    exact<ExportModel>({
      constructs: may(role),
      calls: may(role),
      type: may(role),
      members: may(named(exported)),
      parameters: may(roles),
      decorates: may(role),
      implemented: may(role),
      injects: may(role),
      hands: may(roles),
      passes: may(flag),
      plugs: may(v.strictObject({ call: texts, role }, 'an object of call and role')),
      idles: may(flag),
      attaches: may(v.strictObject({ emitter: v.union([place, text], 'the number of an argument, or the name of an option'), ways: list(wayIn), otherwise: may(role) }, 'an object of emitter, ways and otherwise')),
      accepts: may(accept),
      converts: may(role),
      belongsTo: may(place),
      holds: may(role),
    }),
  );
  return exact<LibraryModel>({
    name: text,
    specifiers: texts,
    versions: text,
    exports: named(exported),
    globals: may(named(exported)),
    marks: may(list(expression)),
    servesDefault: may(v.strictObject({ has: texts, by: text }, 'an object of has and by')),
    globalTypes: may(named(role)),
    roles: v.pipe(anObject, v.record(ownRole, roleModel, 'an object')),
    handlers: may(v.strictObject({ files: expression, role, names: named(wayIn) }, 'an object of files, role and names')),
    answers: may(v.strictObject({ events: texts, call: texts, text, accepts: accept }, 'an object of events, call, text and accepts')),
    isSubject: flag,
    pitfalls: may(texts),
  });
}

function isExpression(source: string): boolean {
  try {
    return new RegExp(source, 'u').source !== '';
  } catch {
    return false;
  }
}

const require = createRequire(import.meta.url);

/** What is wrong with a declaration: where, as code would reach it (`.roles["chat:server"].waysIn[0].phase`), and what must be there. */
export interface WrongDeclaration {
  readonly at: string;
  readonly expected: string;
}

/**
 * Reads a library as the settings declare it: in the built-in models' shape, with `null` for `undefined` in lists, and
 * with `versions` and `isSubject` left out. Its roles may refer to the built-in ones.
 */
export function readLibrary(given: unknown, builtIn: ReadonlySet<string>): LibraryModel | WrongDeclaration {
  // Loaded when the first library is declared: most projects declare none.
  const v = require('valibot') as typeof Valibot;
  const filled = isObject(given) ? { versions: 'as declared', isSubject: true, ...given } : given;
  const declared = new Set(isObject(given) && isObject(given['roles']) ? Object.keys(given['roles']) : []);
  const result = v.safeParse(createSchema(v, { declared, builtIn }), filled, { abortEarly: true });
  if (!result.success) return { at: pathOf(result.issues[0]), expected: result.issues[0].message };
  const library = withoutNulls(result.output) as LibraryModel;
  const circular = (Object.keys(library.roles) as RoleId[]).find((role) => extendsItself(library, role));
  return circular === undefined ? library : { at: `.roles["${circular}"].extends`, expected: 'a role that does not extend this one' };
}

function pathOf(issue: Valibot.BaseIssue<unknown>): string {
  return (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? `[${String(key)}]` : /^\w+$/u.test(String(key)) ? `.${String(key)}` : `["${String(key)}"]`)).join('');
}

function extendsItself({ roles }: LibraryModel, role: RoleId): boolean {
  const seen = new Set<RoleId>();
  for (let next: RoleId | undefined = role; next !== undefined; next = roles[next]?.extends) {
    if (seen.has(next)) return true;
    seen.add(next);
  }
  return false;
}

/** JSON has no `undefined`. */
function withoutNulls(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutNulls(item)]));
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
