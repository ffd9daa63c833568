import { BUILT_IN, LIBRARIES } from '../../src/models/index.js';
import type { ExportModel, GuardModel, LibraryModel, RoleId, WayInModel } from '../../src/models/model.js';

const code = (text: string): string => `\`${text}\``;
const sentence = (parts: readonly string[]): string => (parts.length > 0 ? parts.join(', ') : '–');
const unique = <Item>(items: readonly Item[]): Item[] => [...new Set(items)];

/** The names under which a role is made: `Bun.serve(…)`, `new Server(…)`, `@WebSocketGateway`. */
const makersOf = ({ exports, globals = {} }: LibraryModel, role: RoleId): string[] => {
  const named = (models: Readonly<Record<string, ExportModel>>, prefix = ''): string[] =>
    Object.entries(models).flatMap(([name, model]) => {
      const full = name === 'default' || name === '*' ? prefix : prefix + name;
      const own = full.replace(/\.$/u, '') || 'the default export';
      return [
        ...(model.constructs === role ? [`new ${own}(…)`] : []),
        ...(model.calls === role ? [`${own}(…)`] : []),
        ...(model.decorates === role ? [`@${own}`] : []),
        ...named(model.members ?? {}, full ? `${own}.` : ''),
      ];
    });
  return unique([...named(exports), ...named(globals)]);
};

const wayText = (library: LibraryModel, role: RoleId, way: WayInModel): string[] => {
  if (way.made && !way.call) return makersOf(library, role).map(code);
  if (way.member !== undefined) return [code(`${way.member}()`)];
  if (way.call) {
    const [event] = way.events ?? [];
    const inside = [event === undefined ? '' : `'${event}'`, way.given === undefined ? '' : `{ ${way.given}: … }`, way.option === undefined ? '' : `{ ${way.option} }`].filter(Boolean).join(', ');
    return way.call.slice(0, way.events ? 1 : 2).map((method) => code(`.${method}(${inside === '' ? '…' : `${inside}, …`})`));
  }
  if (way.option !== undefined) return [code(`{ ${way.option} }`)];
  return way.isGiven ? ['the function that it is given'] : [];
};

/** `useServer(…)`, which makes a site of another library's server. */
/** The ways in that calls put on another library's server. */
const attachedWays = (exports: LibraryModel['exports']): readonly WayInModel[] =>
  Object.values(exports).flatMap(({ attaches, members = {} }) => [...(attaches?.ways ?? []), ...attachedWays(members)]);

const attachText = (models: Readonly<Record<string, ExportModel>>, prefix = ''): string[] =>
  Object.entries(models).flatMap(([name, { attaches, constructs, members = {} }]) => [
    ...(attaches?.ways.some(({ made, isSite }) => made && isSite) ? [code(`${constructs === undefined ? '' : 'new '}${prefix}${name}(…)`)] : []),
    ...attachText(members, `${prefix}${name}.`),
  ]);

const acceptText = (library: LibraryModel): string[] => [
  ...Object.values(library.roles).flatMap(({ methods = {} }) => Object.entries(methods).flatMap(([name, { accepts }]) => (accepts && !accepts.isHidden ? [code(`.${name}(…)`)] : []))),
  ...Object.entries({ ...library.exports, ...library.globals }).flatMap(([name, { accepts, members = {} }]) => [
    ...(accepts && !accepts.isHidden ? [code(`${name}(…)`)] : []),
    ...Object.entries(members).flatMap(([member, model]) => (model.accepts && !model.accepts.isHidden ? [code(`${name}.${member}(…)`)] : [])),
  ]),
];

const PLACES: Readonly<Record<GuardModel['place'], (guard: GuardModel) => string>> = {
  hook: ({ method = '' }) => `in a hook of its own, ${code(`.${method}(…)`)}`,
  accept: () => 'before the upgrade is taken over',
  verdict: () => 'before the handshake is let pass',
  override: ({ within = '' }) => `in ${code(within)}, which it writes, where the object is one user's`,
  taking: ({ method = '' }) => `before ${code(`.${method}(…)`)}, where the object is one user's or the only one`,
  handler: ({ within }) => (within === undefined ? 'in the listener, after the connection is accepted' : `in ${code(within)}`),
};

const sectionOf = (library: LibraryModel): string => {
  const roles = Object.entries(library.roles) as [RoleId, LibraryModel['roles'][RoleId]][];
  const ways = roles.flatMap(([role, { waysIn = [] }]) => waysIn.map((way) => ({ role, way })));
  const sites = unique([...ways.filter(({ way }) => way.isSite).flatMap(({ role, way }) => wayText(library, role, way)), ...acceptText(library), ...attachText(library.exports)]);
  const hooks = unique(ways.filter(({ way }) => way.phase === 'handshake' && !way.isSite).flatMap(({ role, way }) => wayText(library, role, way)));
  const closing = unique(
    roles.flatMap(([role]) => BUILT_IN.roleChain(role).flatMap(({ methods = {}, ends, bag }) => (ends || bag !== undefined || role.endsWith(':connection') ? Object.entries(methods).flatMap(([name, { rejects }]) => (rejects ? [code(`.${name}()`)] : [])) : []))),
  );
  const written = [...roles.flatMap(([role]) => BUILT_IN.roleChain(role)), ...attachedWays(library.exports)].flatMap((model) => model.guards ?? []);
  const guards = unique(written.map((guard) => PLACES[guard.place](guard)));
  return [
    `## ${library.name}`,
    '',
    `| | |`,
    `| --- | --- |`,
    `| Imported as | ${library.specifiers.length > 0 ? library.specifiers.map(code).join(', ') : 'nothing: it is part of the runtime'} |`,
    `| Checked with | ${library.versions} |`,
    `| Connections come in at | ${sentence(sites)} |`,
    `| Refused before they are accepted | ${sentence(hooks)} |`,
    `| Ended after that | ${sentence(closing)} |`,
    `| The fix writes the guard | ${guards.length > 0 ? guards.join('; ') : 'nowhere; the message says what to do'} |`,
    ...(library.pitfalls ? ['', 'What goes round a guard, or makes it fail:', '', ...library.pitfalls.map((pitfall) => `- ${pitfall}`)] : []),
  ].join('\n');
};

/** The page of all libraries, as the models describe them. */
export const librariesPage = (): string =>
  [
    '# Libraries',
    '',
    'What is known of each library: where connections come in, where they can be refused, and where `--fix` writes a guard.',
    'The page is written from the models in `src/models` by `npm run docs:libraries`.',
    '',
    ...LIBRARIES.filter(({ isSubject }) => isSubject)
      .sort((one, other) => one.name.localeCompare(other.name))
      .flatMap((library) => [sectionOf(library), '']),
  ].join('\n');
