import { BUILT_IN, LIBRARIES } from '../../src/models/index.js';
import type { ExportModel, GuardModel, LibraryModel, RoleId, RoleModel, WayInModel } from '../../src/models/model.js';

export const code = (text: string): string => `\`${text}\``;
const unique = <Item>(items: readonly Item[]): Item[] => [...new Set(items)];

type Exports = Readonly<Record<string, ExportModel>>;

/** Every export, inner ones with their path: `NodeWebSocket.upgradeWebSocket`. */
const flat = (models: Exports, prefix = ''): [string, ExportModel][] =>
  Object.entries(models).flatMap(([name, model]) => {
    const full = name === 'default' || name === '*' ? prefix : prefix + name;
    return [[full.replace(/\.$/u, '') || 'the default export', model], ...flat(model.members ?? {}, full ? `${full}.` : '')];
  });
const exportsOf = ({ exports, globals = {} }: LibraryModel): [string, ExportModel][] => flat({ ...exports, ...globals });

const call = (name: string): string => (name === 'the default export' ? `${name}, called` : code(`${name}(…)`));
const construction = (name: string): string => (name === 'the default export' ? 'the default export, with `new`' : code(`new ${name}(…)`));

/** What makes the things that have this role, or one that has all that it has. */
const makersOf = (library: LibraryModel, role: RoleId): string[] => {
  const makes = (made: RoleId | undefined): boolean => made !== undefined && BUILT_IN.isOfRole(made, role);
  return exportsOf(library).flatMap(([name, { constructs, calls, decorates, plugs }]) => [
    ...(makes(constructs) ? [construction(name)] : []),
    ...(makes(calls) ? [call(name)] : []),
    ...(makes(decorates) ? [code(`@${name}`)] : []),
    ...(plugs && makes(plugs.role) ? plugs.call.map((method) => code(`.${method}(${library.name})`)) : []),
  ]);
};

const callText = ({ call: methods = [], events, given, option }: WayInModel): string[] => {
  const [event] = events ?? [];
  const inside = [event === undefined ? '' : `'${event}'`, given === undefined ? '' : `{ ${given}: … }`, option === undefined ? '' : `{ ${option} }`].filter(Boolean);
  return methods.slice(0, events ? 1 : 2).map((method) => code(`.${method}(${[...inside, '…'].join(', ')})`));
};

const routedText = ({ asks, named }: NonNullable<WayInModel['routed']>): string => {
  const answers = unique(Object.values(asks)).map(code);
  return `a function that asks for ${answers.join(' or ')}, or is named ${named.map(code).join(' or ')}`;
};

const wayText = (library: LibraryModel, role: RoleId, way: WayInModel): string[] => {
  if (way.routed) return [routedText(way.routed)];
  if (way.made && !way.call) return makersOf(library, role);
  if (way.member !== undefined) return [code(`${way.member}()`)];
  if (way.call) return callText(way);
  if (way.option !== undefined) return [code(`{ ${way.option} }`)];
  return way.isGiven ? ['the function that it is given'] : [];
};

const ownerOf = (model: RoleModel): LibraryModel | undefined => LIBRARIES.find(({ roles }) => Object.values<RoleModel>(roles).includes(model));

/** The roles of a library, with those of others that its exports make. */
const rolesOf = (library: LibraryModel): RoleId[] => {
  const made = exportsOf(library).flatMap(([, { constructs, calls, decorates, plugs }]) => [constructs, calls, decorates, plugs?.role]);
  return unique([...(Object.keys(library.roles) as RoleId[]), ...made.filter((role) => role !== undefined)]);
};
const isOwn = (library: LibraryModel, model: RoleModel): boolean => {
  const owner = ownerOf(model);
  return owner === library || owner?.isSubject === false || owner?.name === library.name;
};

/** The libraries that a library's own things are based on: what holds for them holds here. */
export const basesOf = (library: LibraryModel): string[] =>
  unique(rolesOf(library).flatMap((role) => BUILT_IN.roleChain(role).flatMap((model) => (isOwn(library, model) || !hasSites(model) ? [] : [ownerOf(model)?.name ?? '']))));
const hasSites = ({ waysIn = [] }: RoleModel): boolean => waysIn.some(({ isSite }) => isSite);

interface OwnWay {
  readonly role: RoleId;
  readonly way: WayInModel;
}

/** Routes of an application that is another library's, which become this one's: `app.get('/', { websocket: true }, …)`. */
const waysOfHosts = (library: LibraryModel): OwnWay[] =>
  LIBRARIES.filter(({ isSubject }) => !isSubject).flatMap(({ roles }) =>
    (Object.entries(roles) as [RoleId, RoleModel][]).flatMap(([role, { waysIn = [] }]) => {
      const emitted = waysIn.some(({ emits }) => emits !== undefined && emits in library.roles);
      const isOurs = ({ emits, phase }: WayInModel): boolean => (emits === undefined ? phase === 'handshake' : emits in library.roles);
      return emitted ? waysIn.filter(isOurs).map((way) => ({ role, way })) : [];
    }),
  );

const waysOf = (library: LibraryModel): OwnWay[] => [
  ...rolesOf(library).flatMap((role) => BUILT_IN.roleChain(role).flatMap((model) => (isOwn(library, model) || model.waysIn?.some(({ made }) => made) ? (model.waysIn ?? []).filter((way) => isOwn(library, model) || way.made).map((way) => ({ role, way })) : []))),
  ...waysOfHosts(library),
];

const attachments = (library: LibraryModel): [string, ExportModel][] => exportsOf(library).filter(([, { attaches }]) => attaches !== undefined);

const acceptText = (library: LibraryModel): string[] => [
  ...Object.values<RoleModel>(library.roles).flatMap(({ methods = {} }) => Object.entries(methods).flatMap(([name, { accepts }]) => (accepts && !accepts.isHidden ? [code(`.${name}(…)`)] : []))),
  ...exportsOf(library).flatMap(([name, { accepts, constructs }]) => (accepts && !accepts.isHidden ? [constructs === undefined ? call(name) : construction(name)] : [])),
];

/** Where connections come in. */
export const sitesOf = (library: LibraryModel): string[] => {
  const { answers, handlers } = library;
  return unique([
    ...waysOf(library).filter(({ way }) => way.isSite).flatMap(({ role, way }) => wayText(library, role, way)),
    ...acceptText(library),
    ...attachments(library).flatMap(([name, { attaches, constructs }]) => (attaches?.ways.some(({ isSite }) => isSite) ? [constructs === undefined ? call(name) : construction(name)] : [])),
    ...(answers ? [`a listener for ${answers.events.map((event) => code(`'${event}'`)).join(' or ')} that writes ${code(answers.text)} itself`] : []),
    ...(handlers ? Object.keys(handlers.names).map((name) => `${code(name)}, exported by a route file`) : []),
  ]);
};

/** Whether the code where they come in runs before they are accepted, so that it can refuse them itself. */
export const refusesAtSites = (library: LibraryModel): boolean => acceptText(library).length > 0 || library.answers !== undefined || waysOf(library).some(({ way: { isSite, phase } }) => isSite && phase === 'handshake');

/** Where they can be refused before they are accepted. */
export const hooksOf = (library: LibraryModel): string[] => {
  const ways = waysOf(library).filter(({ way }) => way.phase === 'handshake' && !way.isSite);
  const plain = new Set(ways.flatMap(({ way: { given, option } }) => (given === undefined && option !== undefined ? [option] : [])));
  // What is said of an option need not be said once more for calls that have another option beside it.
  const told = ways.filter(({ way: { given, option } }) => given === undefined || option === undefined || !plain.has(option));
  return unique(told.flatMap(({ role, way }) => wayText(library, role, way)));
};

/** What a function for new connections is given: the connection itself, or something that has it. */
const givenRoles = (library: LibraryModel): RoleId[] => {
  const ways = [...waysOf(library).map(({ way }) => way), ...attachments(library).flatMap(([, { attaches }]) => attaches?.ways ?? []), ...Object.values(library.handlers?.names ?? {})];
  const given = ways.flatMap(({ parameters }) => parameters.filter((role) => role !== undefined));
  const held = given.flatMap((role) => BUILT_IN.roleChain(role).flatMap(({ members = {} }) => Object.values(members)));
  // A socket of Node is there before the connection is.
  return [...given, ...held].filter((role) => !role.startsWith('http:'));
};

/** What ends them later. */
export const endsOf = (library: LibraryModel): string[] =>
  unique(
    unique([...(Object.keys(library.roles) as RoleId[]), ...givenRoles(library)]).flatMap((role) =>
      BUILT_IN.roleChain(role).flatMap(({ methods = {}, ends, bag }) =>
        ends || bag !== undefined || role.endsWith(':connection') ? Object.entries(methods).flatMap(([name, { rejects }]) => (rejects ? [code(`.${name}()`)] : [])) : [],
      ),
    ),
  );

const PLACES: Readonly<Record<GuardModel['place'], (guard: GuardModel) => string>> = {
  hook: ({ method = '' }) => `in a hook of its own, ${code(`.${method}(…)`)}`,
  accept: () => 'before the upgrade is taken over',
  verdict: () => 'before the handshake is let pass',
  override: ({ within = '' }) => `in ${code(within)}, which it writes, where the object is one user's`,
  taking: ({ method = '' }) => `before ${code(`.${method}(…)`)}, where the object is one user's or the only one`,
  handler: ({ within }) => (within === undefined ? 'in the listener, after the connection is accepted' : `in ${code(within)}`),
};

/** Where the fix can write a guard. */
export const guardsOf = (library: LibraryModel): string[] => {
  const attached = attachments(library).flatMap(([, { attaches }]) => attaches?.ways ?? []);
  const written = [...rolesOf(library).flatMap((role) => BUILT_IN.roleChain(role)), ...attached].flatMap(({ guards = [] }) => guards);
  return unique(written.map((guard) => PLACES[guard.place](guard)));
};
