/**
 * What a library means, as data. A **role** is what a value is to the library (`ws:server`, `socket.io:connection`);
 * the tables say how values get roles, where new connections come in, and what turns them away.
 */

/** `library:role`. */
export type RoleId = `${string}:${string}`;

/** What a key can be, by where it comes from. */
export type KeyClass = 'user' | 'unknown' | 'client' | 'narrower' | 'address' | 'room' | 'connection' | 'none';

export type Phase = 'handshake' | 'accepted' | 'message';

/** Something that a package exports (or a member of that): what calling or constructing it gives. */
export interface ExportModel {
  readonly constructs?: RoleId;
  readonly calls?: RoleId;
  /** Annotating a value with this name gives it the role. */
  readonly type?: RoleId;
  readonly members?: Readonly<Record<string, ExportModel>>;
  /** Calling it puts functions on another library's server: which argument is the server, and which options are functions. */
  readonly attaches?: { readonly emitter: number; readonly ways: readonly WayInModel[] };
}

/** A function that a library calls for every new connection. */
export interface WayInModel {
  /** `call`: a method of the role takes the function; `option`: the options given when the role is made hold it. */
  readonly call?: readonly string[];
  readonly option?: string;
  /** For a call: the event that its first argument must name. */
  readonly events?: readonly string[];
  readonly phase: Phase;
  readonly parameters: readonly (RoleId | undefined)[];
  /** Whether this is a place where the application accepts connections, and not only a check before it. */
  readonly isSite: boolean;
  /** Which connections pass here: those of this emitter, of every emitter of its server, or of emitters made later. */
  readonly covers: 'emitter' | 'server' | 'later';
  /** The emitter is what the call gives, not what it is called on: `io.of('/chat', handler)`. */
  readonly onResult?: boolean;
  /** A result that turns the connection away; a promise never does. */
  readonly rejectsByReturning?: 'falsy';
  readonly rejectsByThrowing?: boolean;
  /** Methods that take the function for the next connection only. */
  readonly onlyFirst?: readonly string[];
  /** Not run for a session that the library recovers, if the server has this option. */
  readonly skippedBy?: readonly string[];
}

/** What calling a method of a role does. */
export interface MethodModel {
  readonly gives?: RoleId;
  /** Gives back the object itself. */
  readonly chains?: boolean;
  /** The argument whose text names what is given: `io.of('/chat')`. */
  readonly named?: number;
  /** The name under which the object itself is given back. */
  readonly main?: string;
  /** Ends the connection, or turns the handshake away. */
  readonly rejects?: boolean;
  /** A phase in which it does nothing yet. */
  readonly idleIn?: Phase;
  /** Ends the other connections that the receiver stands for. */
  readonly evicts?: boolean;
  /** Takes over an upgrade: arguments get these roles, and so do the parameters of the function among them. */
  readonly accepts?: { readonly arguments: readonly (RoleId | undefined)[]; readonly callback: readonly RoleId[] };
  /** Calls the handlers of the event named by the first argument with the arguments that follow it. */
  readonly emits?: boolean;
  /** Puts the connection into the group that its first argument names. */
  readonly joins?: boolean;
  /** Gives a collection of open connections. */
  readonly collection?: CollectionModel;
}

/** Open connections that the library itself keeps. Counting them needs no release. */
export interface CollectionModel {
  readonly element: RoleId;
  /** When the connection that is being judged is already in it. */
  readonly includesNew: 'always' | 'accepted' | 'never';
  /** The member is the number itself (`clientsCount`). */
  readonly isCount?: boolean;
  /** Found under a key: `rooms.get(name)`, or the argument of the call that gave the receiver: `io.in(name)`. */
  readonly keyed?: boolean;
}

/**
 * How a guard is written in one kind of way in. Lines of text with placeholders: `{{0}}`, `{{1}}` … are the handler's
 * parameters, `{{user}}`, `{{open}}`, `{{tracker}}`, `{{max}}`, `{{timer}}` the names that the fix chose. A line that
 * begins with `ts|` or `js|` is for that language, with `late|` for a place behind something asynchronous, with `soon|`
 * for one that is not, with `heard|` where the connection's messages may already be listened to. `{{identity}}` stands
 * for the declaration of the user.
 */
export interface GuardModel {
  /**
   * `hook`: a function of its own, registered by a call of `method`; `handler`: inside the handler, where the user is
   * known; `accept`: before the call that takes the upgrade over; `verdict`: before the call that lets the handshake pass.
   */
  readonly place: 'hook' | 'handler' | 'accept' | 'verdict';
  /** The handshake hook's method, for `hook`. */
  readonly method?: string;
  /** Parameter names, where the fix writes the function itself. */
  readonly parameters?: readonly string[];
  readonly lines: readonly string[];
  /** A first line for an asynchronous handler that has no listener for errors of the raw socket. */
  readonly errorListener?: readonly string[];
}

export interface RoleModel {
  /** Has all that the other role has. */
  readonly extends?: RoleId;
  readonly members?: Readonly<Record<string, RoleId>>;
  /** Members that are another view of the same emitter: `io.sockets`. */
  readonly aliases?: Readonly<Record<string, RoleId>>;
  readonly methods?: Readonly<Record<string, MethodModel>>;
  readonly collections?: Readonly<Record<string, CollectionModel>>;
  readonly waysIn?: readonly WayInModel[];
  /** Events that tell of the end of a connection. */
  readonly ends?: readonly string[];
  /** Member paths and what they are worth as a key; the longest match counts. `()` stands for a call. */
  readonly sources?: Readonly<Record<string, KeyClass>>;
  /** Calling a value of this role rejects if the argument at `argument` is `when`. */
  readonly rejectsWhenCalled?: readonly { readonly argument: number; readonly when: 'truthy' | 'falsy' }[];
  /** Every call is carried out, also after the first: what is turned away and let pass is let pass. */
  readonly answersAll?: boolean;
  /** The declared member on which applications keep their own data. */
  readonly bag?: string;
  /** How a guard is written for this emitter; the earlier in the handshake, the better. */
  readonly guards?: readonly GuardModel[];
  /** Options under which a hook is skipped, and the text that an option's object needs so that it is not. */
  readonly recovery?: { readonly option: string; readonly property: string; readonly value: string };
  /** Stands for every emitter of its server that is made later. */
  readonly isLater?: boolean;
  /** The option names that the constructor has; others are ignored by it. */
  readonly options?: readonly string[];
}

export interface LibraryModel {
  /** The package; every entry of `specifiers` imports it. */
  readonly name: string;
  readonly specifiers: readonly string[];
  /** The versions whose behaviour was checked. */
  readonly versions: string;
  readonly exports: Readonly<Record<string, ExportModel>>;
  /** Types that exist without an import. */
  readonly globalTypes?: Readonly<Record<string, RoleId>>;
  readonly roles: Readonly<Record<RoleId, RoleModel>>;
  /** False for a library that serves others and accepts no connection by itself. */
  readonly isSubject: boolean;
}

/** What an operation does to a container, whatever its class. */
export interface OperationModel {
  readonly does: 'read' | 'exists' | 'add' | 'remove' | 'view' | 'take' | 'find' | 'count' | 'map' | 'each';
  /** The argument that is the key; none for a whole container. */
  readonly key?: number;
  readonly value?: number;
  /** So particular a name that the object is known by it. */
  readonly distinctive?: boolean;
  /** Gives one element, and no list. */
  readonly isOne?: boolean;
  /** Counts and reserves in one step. */
  readonly atomic?: boolean;
}
