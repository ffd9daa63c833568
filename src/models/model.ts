/**
 * What a library means, as data. A **role** is what a value is to the library (`ws:server`, `socket.io:connection`);
 * the tables say how values get roles, where new connections come in, and what turns them away.
 */

/** `library:role`. */
export type RoleId = `${string}:${string}`;

/** What a key can be, by where it comes from. */
export type KeyClass = 'user' | 'unknown' | 'client' | 'narrower' | 'address' | 'room' | 'connection' | 'none';

/** `closed`: the connection has ended, and gives its slot back. */
export type Phase = 'handshake' | 'accepted' | 'message' | 'closed';

/** What a hook returns to turn the connection away. A promise of it counts, too, except for `falsy`. */
export type Refusal =
  /** Nothing, `false`, `null` … */
  | 'falsy'
  | 'false'
  /** Anything but nothing, unless it is what the hook was given to go on with. */
  | 'value'
  /** A `Response`. */
  | 'response'
  /** An object with a `statusCode` of 400 or more. */
  | 'status'
  /** Whatever ends the handler before it has taken the connection over. */
  | 'exit';

/** Something that a package exports (or a member of that): what calling or constructing it gives. */
export interface ExportModel {
  readonly constructs?: RoleId;
  readonly calls?: RoleId;
  /** Annotating a value with this name gives it the role. */
  readonly type?: RoleId;
  readonly members?: Readonly<Record<string, ExportModel>>;
  /** A function that is annotated with this name is given these. */
  readonly parameters?: readonly (RoleId | undefined)[];
  /** A class that is decorated with it has the role. */
  readonly decorates?: RoleId;
  /** A field that is decorated with it holds the role, for the server of its class. */
  readonly injects?: RoleId;
  /** What the functions that it is called with are given. */
  readonly hands?: readonly (RoleId | undefined)[];
  /** Handed to a call of one of the methods, by itself or as a part of its arguments, it makes the call's result the role. */
  readonly plugs?: { readonly call: readonly string[]; readonly role: RoleId };
  /** A decorator whose arguments are classes that run for other things than new connections. */
  readonly idles?: boolean;
  /** Gives back its first argument, also awaited or wrapped: `fp(plugin)`, `defineHooks({ … })`. */
  readonly passes?: boolean;
  /**
   * Calling it puts functions on another library's server: which argument is the server, or which option of its first
   * argument, and what it puts there.
   */
  readonly attaches?: { readonly emitter: number | string; readonly ways: readonly WayInModel[] };
  /** Calling it takes a connection over. */
  readonly accepts?: AcceptModel;
  /** Calling it gives its first argument a role: `expressWs(app)`. */
  readonly converts?: RoleId;
}

/** How a call takes a connection over. */
export interface AcceptModel {
  /** What the arguments are. */
  readonly arguments: readonly (RoleId | undefined)[];
  /** The parameters of the function among the arguments. */
  readonly callback: readonly (RoleId | undefined)[];
  /** The emitter, where the receiver is none: one for each such call. */
  readonly emits?: RoleId;
  /** Not a place of its own where connections are reported: its emitter has another. */
  readonly isHidden?: boolean;
  readonly rejectsByReturning?: Refusal;
  readonly carries?: CarryModel;
}

/** What the application hands over, and the library keeps on the connection. */
export interface CarryModel {
  /** The role of the connection. */
  readonly to: RoleId;
  /** The member that holds it, with `()` for a method; without: the connection itself has the members. */
  readonly member?: string;
  /** Of a call: which argument; a hook hands over what it returns. */
  readonly argument?: number;
  /** The property of that which holds it. */
  readonly option?: string;
}

/** A function that a library calls for every new connection. */
export interface WayInModel {
  /** `call`: a method of the role takes the function. */
  readonly call?: readonly string[];
  /**
   * A property of an object that holds the function, dots between levels: of the options given when the role is made,
   * or, with `call`, of an argument of that call.
   */
  readonly option?: string;
  /** The function is an argument of the call that makes the role. */
  readonly isGiven?: boolean;
  /** A method of the class that has the role. */
  readonly member?: string;
  /** Not where the class has this method, too. */
  readonly unlessMember?: string;
  /** The call gives the connections one after the other, and a loop takes them: `for await (… of server.listener('connection'))`. */
  readonly isLooped?: boolean;
  /** No function: making the emitter, or having the class, is what opens it to connections, with a listener or without. */
  readonly made?: boolean;
  /** For a call: the event that its first argument must name. */
  readonly events?: readonly string[];
  /** For a call: the function is the last argument, or each from the second on; otherwise any but the event. */
  readonly handler?: 'last' | 'rest' | 'each';
  /** Only where an object among the arguments has this property: `{ websocket: true }`. */
  readonly given?: string;
  /** So particular that the receiver need not be known. */
  readonly isDistinctive?: boolean;
  /** Each such call is an emitter of its own, with this role. */
  readonly emits?: RoleId;
  readonly phase: Phase;
  readonly parameters: readonly (RoleId | undefined)[];
  /** Whether this is a place where the application accepts connections, and not only a check before it. */
  readonly isSite: boolean;
  /**
   * Which connections pass here: those of this emitter, of every emitter of its server, of emitters made later, of every
   * emitter of the library in the program, or of those of them that have no namespace.
   */
  readonly covers: 'emitter' | 'server' | 'later' | 'library' | 'main';
  /** The emitter is what the call gives, not what it is called on: `io.of('/chat', handler)`. */
  readonly onResult?: boolean;
  readonly rejectsByReturning?: Refusal;
  readonly rejectsByThrowing?: boolean;
  readonly carries?: CarryModel;
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
  readonly accepts?: AcceptModel;
  /** What the functions that it is called with are given; `self` is the receiver. */
  readonly hands?: readonly (RoleId | 'self' | undefined)[];
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
  /** For `handler`: the option or the method of the class whose function it is written in; else that of the site. */
  readonly within?: string;
  /** Only where the connection is annotated as one of these. */
  readonly connection?: readonly RoleId[];
  /**
   * Another function of the same object or class, that gives the slot back: the option or method, what it is given, and
   * the lines at its beginning. Where it does not exist, the fix writes it.
   */
  readonly release?: { readonly within: string; readonly parameters: readonly string[]; readonly lines: readonly string[] };
  /** Parameter names, where the fix writes the function itself. */
  readonly parameters?: readonly string[];
  readonly lines: readonly string[];
  /** A first line for an asynchronous handler that has no listener for errors of the raw socket. */
  readonly errorListener?: readonly string[];
}

/** A limit that the library itself enforces if it is asked to. */
export interface CapModel {
  /** The option that sets it, dots between levels; for a class, the field. */
  readonly option: string;
  readonly key: KeyClass;
  /** Not enforced where this option is `false`. */
  readonly unless?: string;
}

export interface RoleModel {
  /** Has all that the other role has. */
  readonly extends?: RoleId;
  readonly members?: Readonly<Record<string, RoleId>>;
  /** Members that are another view of the same emitter: `io.sockets`. */
  readonly aliases?: Readonly<Record<string, RoleId>>;
  readonly methods?: Readonly<Record<string, MethodModel>>;
  /** What calling it gives: `upgradeWebSocket(…)`. */
  readonly called?: RoleId;
  readonly collections?: Readonly<Record<string, CollectionModel>>;
  readonly waysIn?: readonly WayInModel[];
  /** Methods of a class that are called once, with what the library made for it. */
  readonly setups?: Readonly<Record<string, readonly (RoleId | undefined)[]>>;
  /** The options are what a function returns: `upgradeWebSocket((c) => ({ onOpen }))`. */
  readonly optionsAreReturned?: boolean;
  /** An annotation of the application's own says more: the parameter of a gateway is a client of one of two libraries. */
  readonly isRefined?: boolean;
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
  readonly caps?: readonly CapModel[];
  /** The option that names the namespace of a class: classes of one namespace get the same connections. */
  readonly namespace?: string;
  /** Files that import one of these may have a say in the connections of every emitter of the library. */
  readonly alsoIn?: readonly string[];
  /** Not a part of the server whose member it is: what that does to connections does not concern it. */
  readonly isApart?: boolean;
  /** What a loop over it gives. */
  readonly looped?: RoleId;
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
  /** What exists without an import: `Bun.serve`, `WebSocketPair`. */
  readonly globals?: Readonly<Record<string, ExportModel>>;
  /** Text, as the source of an expression, by which a file that imports none of it is worth a look. */
  readonly marks?: readonly string[];
  /** Types that exist without an import. */
  readonly globalTypes?: Readonly<Record<string, RoleId>>;
  readonly roles: Readonly<Record<RoleId, RoleModel>>;
  /** Functions that are called because a file exports them: which files, by an expression over their paths, and which names. */
  readonly handlers?: { readonly files: string; readonly role: RoleId; readonly names: Readonly<Record<string, WayInModel>> };
  /** What is written to the raw connection to take it over: the methods, and what the text has in it. */
  readonly answers?: { readonly call: readonly string[]; readonly text: string; readonly accepts: AcceptModel };
  /** False for a library that serves others and accepts no connection by itself. */
  readonly isSubject: boolean;
  /** What goes round a guard in this library, or makes one fail, in sentences; each was seen when it was run. */
  readonly pitfalls?: readonly string[];
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
