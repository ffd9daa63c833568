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
  /** A class that implements it has the role. */
  readonly implemented?: RoleId;
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
   * argument, and what it puts there. `otherwise` is the emitter where that is no server: one for each such call.
   */
  readonly attaches?: { readonly emitter: number | string; readonly ways: readonly WayInModel[]; readonly otherwise?: RoleId };
  /** Calling it takes a connection over. */
  readonly accepts?: AcceptModel;
  /** Calling it gives its first argument a role, on the server that the call makes: `expressWs(app)`. */
  readonly converts?: RoleId;
  /** The argument that is the server to which belongs what it makes: `new MultiplexServer(service)`. */
  readonly belongsTo?: number;
  /** It is the thing itself, and nothing that makes it: `api.connections`, `sails.io`. */
  readonly holds?: RoleId;
}

/** How a call takes a connection over. */
export interface AcceptModel {
  /** What the arguments are. */
  readonly arguments: readonly (RoleId | undefined)[];
  /** The parameters of the function among the arguments. */
  readonly callback: readonly (RoleId | undefined)[];
  /** The emitter, where the receiver is none: one for each such call. */
  readonly emits?: RoleId;
  /** No place of its own where connections are reported, if its emitter has another. */
  readonly isHidden?: boolean;
  readonly rejectsByReturning?: Refusal;
  /** Methods that take it over for good, where the call alone does not: what ends the handler before them refuses. */
  readonly until?: readonly string[];
  /** What the function is given in which it all begins, by that function's name: `fetch(request)`. */
  readonly begins?: Readonly<Record<string, readonly (RoleId | undefined)[]>>;
  readonly forgets?: Forgetting;
  /**
   * So particular that the receiver need not be known, in a file that imports the library: a call with so many arguments,
   * and an object with this property among them.
   */
  readonly distinctive?: { readonly arguments: number; readonly given?: string };
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

/**
 * Where nothing that is kept in memory is shared by all connections, so that what is counted there is no limit: each may
 * come to another process. An object of a class may live on where the code around it does not.
 */
type Forgetting = 'always' | 'outside classes';

/** A function that a library calls for every new connection. */
export interface WayInModel {
  /** `call`: a method of the role takes the function. */
  readonly call?: readonly string[];
  /**
   * A property of an object that holds the function, dots between levels, `*` for any name: of the options given when the
   * role is made, or, with `call`, of an argument of that call. What an option lists, also an object of a class, is part of
   * it.
   */
  readonly option?: string;
  /** The function is an argument of the call that makes the role. */
  readonly isGiven?: boolean;
  /** A method of the class that has the role; a distinctive one makes a class of no library one of the role. */
  readonly member?: string;
  /** Not where the class has this method, too. */
  readonly unlessMember?: string;
  /** The call gives the connections one after the other, and a loop takes them: `for await (… of server.listener('connection'))`. */
  readonly isLooped?: boolean;
  /** No function: making the emitter, having the class, or, with `call`, that call, is what opens it to connections, with a listener or without. */
  readonly made?: boolean;
  /** For `made`: only a class that has this method, or has not that one; a call without this property in its arguments. */
  readonly having?: string;
  readonly lacking?: string;
  /** A function that is called for other things, too: no call in the program registers it. */
  readonly routed?: RoutedModel;
  /** A site only where the emitter has no other in reach, and serves none (`isServing`). */
  readonly isFallback?: boolean;
  /** For a call: the event that its first argument must name. */
  readonly events?: readonly string[];
  /** For a call: the function is the last argument, or each from the second on; otherwise any but the event. */
  readonly handler?: 'last' | 'rest' | 'each';
  /** Only where an object among the arguments has this property: `{ websocket: true }`. */
  readonly given?: string;
  /** Only where the function is wrapped by a call that gives this role: `use(route.all('/chat', handler))`. */
  readonly wrappedBy?: RoleId;
  /** An option of the server under which it is never called. */
  readonly unless?: string;
  /** So particular that the receiver need not be known. */
  readonly isDistinctive?: boolean;
  /** Each such call is an emitter of its own, with this role. */
  readonly emits?: RoleId;
  /** The emitter is an argument that has this role, or that has it inside: `app.get('/', guard, upgradeWebSocket(…))`. */
  readonly emitter?: RoleId;
  /** The first argument may be a path: only emitters under it are covered. */
  readonly isUnderPath?: boolean;
  /** Runs only for emitters that are registered after it. */
  readonly isInOrder?: boolean;
  readonly phase: Phase;
  readonly parameters: readonly (RoleId | undefined)[];
  /** Whether this is a place where the application accepts connections, and not only a check before it. */
  readonly isSite: boolean;
  /**
   * Which connections pass here: those of this emitter, of every emitter of its server, of emitters made later, of every
   * emitter of the library in the program, of those of them that have no namespace, or of every emitter of the servers that
   * it is mounted on, too.
   */
  readonly covers: 'emitter' | 'server' | 'later' | 'library' | 'main' | 'hosts';
  /** The emitter is what the call gives, not what it is called on: `io.of('/chat', handler)`. */
  readonly onResult?: boolean;
  readonly rejectsByReturning?: Refusal;
  readonly rejectsByThrowing?: boolean;
  readonly carries?: CarryModel;
  /** What it lets pass is accepted before anything else can happen to it: its end is told, then. */
  readonly acceptsAtOnce?: boolean;
  /** For `closed`: it does not run for a connection of this role that is refused before anything is awaited. */
  readonly sparesAtOnce?: RoleId;
  /** How a guard is written in it, whatever the emitter is. */
  readonly guards?: readonly GuardModel[];
  /** Methods that take the function for the next connection only. */
  readonly onlyFirst?: readonly string[];
  /** Not run for a session that the library recovers, if the server has this option. */
  readonly skippedBy?: readonly string[];
  readonly forgets?: Forgetting;
}

/** How a function for several things is known by what it does with its first argument. */
export interface RoutedModel {
  /** The members that say what it is called for, and what they say of a new connection. */
  readonly asks: Readonly<Record<string, string>>;
  /** Of a function that is declared to be given the role, and asks nothing: only a new connection has one of these members … */
  readonly reads: readonly string[];
  /** … or its own name, or that of its file or folder, says what it is for: it has one of these words, and none of those. */
  readonly named: readonly string[];
  readonly unlike: readonly string[];
}

/** What calling a method of a role does. */
export interface MethodModel {
  readonly gives?: RoleId;
  /** Gives back the object itself. */
  readonly chains?: boolean;
  /** The argument whose text names what is given: `io.of('/chat')`; the key of a keyed collection, where it has one. */
  readonly named?: number;
  /** So particular a name that the receiver need not be known. */
  readonly isDistinctive?: boolean;
  /** The name under which the object itself is given back. */
  readonly main?: string;
  /** Ends the connection, or turns the handshake away. */
  readonly rejects?: boolean;
  /** Lets the handshake pass that it is called on. */
  readonly admits?: boolean;
  /** A phase in which it does nothing yet. */
  readonly idleIn?: Phase;
  /** The codes that its first argument may be, as ranges: with any other it throws, and the connection stays. */
  readonly codes?: readonly (readonly [from: number, to: number])[];
  /** Ends the other connections that the receiver stands for. */
  readonly evicts?: boolean;
  /** Takes over an upgrade: arguments get these roles, and so do the parameters of the function among them. */
  readonly accepts?: AcceptModel;
  /** What the functions that it is called with are given; `self` is the receiver. */
  readonly hands?: readonly (RoleId | 'self' | undefined)[];
  /** Calls the handlers of the event named by the first argument with the arguments that follow it. */
  readonly emits?: boolean;
  /** Gives its arguments a role, on the same server, and what they were asked from: `app.ws.use(router.routes())`. */
  readonly converts?: RoleId;
  /** The functions for the end of the connection that it closes run before it returns. */
  readonly endsAtOnce?: boolean;
  /** Puts the connection into the group that its first argument names. */
  readonly joins?: boolean;
  /** Called where a connection comes in, it runs the receiver's hooks for that connection. */
  readonly serves?: boolean;
  /** Gives what was left under the name that its first argument is, by `set`. */
  readonly keeps?: boolean;
  /** What comes to the servers among its arguments comes through the receiver before: `app.route('/chat', chat)`. */
  readonly mounts?: boolean;
  /** Gives a collection of open connections. */
  readonly collection?: CollectionModel;
}

/** Open connections that the library itself keeps. Counting them needs no release. */
export interface CollectionModel {
  readonly element: RoleId;
  /** When the connection that is being judged is already in it. */
  readonly includesNew: 'always' | 'accepted' | 'never';
  /** The member, or what the call gives, is the number itself: `clientsCount`. */
  readonly isCount?: boolean;
  /** Found under a key: `rooms.get(name)`, or the argument of the call that gave the receiver: `io.in(name)`. */
  readonly keyed?: boolean;
  /** A connection is under its key as soon as it is in the collection at all. */
  readonly isTagged?: boolean;
  /** Of all processes that serve the program, or of an object that lives in one of them alone. */
  readonly isShared?: boolean;
}

/**
 * How a guard is written in one kind of way in. Lines of text with placeholders: `{{0}}`, `{{1}}` … are the handler's
 * parameters, `{{user}}`, `{{open}}`, `{{tracker}}`, `{{max}}`, `{{timer}}`, `{{release}}`, `{{signal}}`, `{{tag}}` the names that the fix chose. A line that
 * begins with `ts|` or `js|` is for that language, with `late|` for a place behind something asynchronous, with `soon|`
 * for one that is not, with `heard|` where the connection's messages may already be listened to. `{{identity}}` stands
 * for the declaration of the user.
 */
export interface GuardModel {
  /**
   * `hook`: a function of its own, registered by a call of `method`; `handler`: inside the handler, where the user is
   * known; `accept`: before the call that takes the upgrade over; `verdict`: before the call that lets the handshake pass;
   * `taking`: before the call of `method` on which nothing asynchronous follows until the function answers; `override`:
   * in a method of its own, `within`, that comes before the library's.
   */
  readonly place: 'hook' | 'handler' | 'accept' | 'verdict' | 'taking' | 'override';
  /** The handshake hook's method, for `hook`; the one that takes the connection, for `taking`. */
  readonly method?: string;
  /** Only where each of the server's objects is one user's; or, for `shared`, where there is one of them for all, too. */
  readonly objects?: 'user' | 'shared';
  /** No user is asked for: what the object is that counts. */
  readonly by?: string;
  /** Where the Map is kept, if that is not a constant of the module. */
  readonly tracker?: 'none' | 'field';
  /** For `override`: a static field of the class has this property set, and the class has none of these methods. */
  readonly classes?: { readonly set: { readonly field: string; readonly property: string }; readonly methods: readonly string[] };
  /** For `taking`: the list that the call is given, or gets, and what is written in it. */
  readonly listed?: { readonly argument: number; readonly element: string };
  /** For `handler`: the option or the method of the class whose function it is written in; else that of the site. */
  readonly within?: string;
  /** Only where the handler reads this member of its connection, or does not: another version of the library gives something else. */
  readonly reading?: { readonly member: string; readonly is: boolean };
  /** The member of what that function is given that is `{{0}}`, dots between levels: `extra.socket`. */
  readonly member?: string;
  /** Only a function that stands in the very call that takes it: another may be called for other things, too. */
  readonly isInline?: boolean;
  /** Not where the file calls this method: a connection may come back without passing here again. */
  readonly unlessCalled?: string;
  /** Only where the connection is annotated as one of these. */
  readonly connection?: readonly RoleId[];
  /**
   * Another function of the same object or class, that gives the slot back: the option or method, what it is given, the
   * connection last, and the lines at its beginning. Where it does not exist, the fix writes it.
   */
  readonly release?: { readonly within: string; readonly parameters: readonly string[]; readonly lines: readonly string[] };
  /**
   * For `accept`, where the call gives the connection: the members that hold it, as `{{1}}`, and the answer that the
   * function must return; and the lines right behind the call. For `taking`: the property of what the function constructs
   * and returns, which holds `{{1}}`.
   */
  readonly behind?: { readonly connection?: string; readonly answer: string; readonly lines: readonly string[] };
  /** Parameter names, where the fix writes the function itself; with `within`, the connection is the last. */
  readonly parameters?: readonly string[];
  readonly lines: readonly string[];
  /** For `accept`: the first line of a function that does something asynchronous before it; only then are `late|` lines written. */
  readonly early?: string;
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
  /** Properties that hold a function for an event, and when it is called; the event is the name without `on`. */
  readonly listeners?: Readonly<Record<string, Phase>>;
  /** What a class is that is constructed with this. */
  readonly constructs?: RoleId;
  /**
   * There are many of it, so that what one of them counts in total is counted by what they are asked for under: the first
   * argument of these methods, or that argument of these functions. Where nothing in reach asks for one, it is `otherwise`.
   * A client chooses for itself in what calls these methods and functions of any.
   */
  readonly instances?: {
    readonly named: readonly string[];
    readonly asked?: Readonly<Record<string, number>>;
    readonly any?: readonly string[];
    readonly otherwise: KeyClass;
  };
  /**
   * Hooks, or a handler with hooks, for a server of another library: they run for the connections of the emitter that it
   * is handed to, or of the way in where it is called.
   */
  readonly isServing?: boolean;
  /** The options are what a function returns: `upgradeWebSocket((c) => ({ onOpen }))`. */
  readonly optionsAreReturned?: boolean;
  /** The methods of a server that take it: it belongs to the server on which these are called. */
  readonly mountedBy?: readonly string[];
  /** What applications mean by the request, though it is none of Node.js. */
  readonly isRequest?: boolean;
  /** An annotation of the application's own says more: the parameter of a gateway is a client of one of two libraries. */
  readonly isRefined?: boolean;
  /** Where a handshake can still be refused before a connection is accepted, as a sentence goes on behind "in". */
  readonly handshakeHook?: string;
  /** Events that tell of the end of a connection. */
  readonly ends?: readonly string[];
  /** How the end that always comes is listened for, up to the function: `{{0}}.once('close'`; `{{0}}` is the connection. */
  readonly endHeard?: string;
  /** The question whether it is gone already. */
  readonly isGone?: string;
  /** They are silent for a connection that goes before it was accepted. */
  readonly endsOnceAccepted?: boolean;
  /**
   * Member paths and what they are worth as a key; the longest match counts. A call is a step with its name, and one with
   * the text that it is given: `header.x-real-ip`; `headers.get('x-real-ip')` is `headers.x-real-ip`. `*` is any other member.
   */
  readonly sources?: Readonly<Record<string, KeyClass>>;
  /** The client's end of a connection: who closes it on this side ends one that the client never took. */
  readonly isOtherEnd?: boolean;
  /** Calling a value of this role rejects if the argument at `argument` is `when`. */
  readonly rejectsWhenCalled?: readonly { readonly argument: number; readonly when: 'truthy' | 'falsy' }[];
  /** What one library gives to be handed to another, which then opens no place of its own. */
  readonly isHandler?: boolean;
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
  /**
   * A module's default export that has these properties is given to one of the exports by the runtime itself:
   * `export default { fetch, websocket }`. The last of them is what a report points at.
   */
  readonly servesDefault?: { readonly has: readonly string[]; readonly by: string };
  /** What exists without an import: `Bun.serve`, `WebSocketPair`. */
  readonly globals?: Readonly<Record<string, ExportModel>>;
  /** Text, as the source of an expression, by which a file that imports none of it is worth a look. */
  readonly marks?: readonly string[];
  /** Types that exist without an import. */
  readonly globalTypes?: Readonly<Record<string, RoleId>>;
  readonly roles: Readonly<Record<RoleId, RoleModel>>;
  /** Functions that are called because a file exports them: which files, by an expression over their paths, and which names. */
  readonly handlers?: { readonly files: string; readonly role: RoleId; readonly names: Readonly<Record<string, WayInModel>> };
  /** What a listener for these events writes to the raw connection to take it over: the methods, and what the text has in it. */
  readonly answers?: { readonly events: readonly string[]; readonly call: readonly string[]; readonly text: string; readonly accepts: AcceptModel };
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
