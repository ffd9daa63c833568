/**
 * What public names mean by convention. The analysis follows values; it looks here only where a value ends in something
 * that no code in reach defines: a call into a library, a field of a token, a key of the environment.
 */

/** Calls that establish who is connecting. */
export const VERIFIES =
  /verif(?:y|ied)|authenticat|authori[sz]e|getSession|sessionFrom|loadSession|currentUser|getUser|userFrom|resolveUser|introspect|consume|redeem|validate(?:Token|Session|Ticket|Jwt|User)|check(?:Token|Session|Jwt)|getToken|protect|passport|deserializeUser/iu;

/** Of these, the ones that are believed even where their code is in reach: it ends in a secret, or in a stub. */
export const PROVES = /verif(?:y|ied)|authenticat|introspect|consume|redeem|validate(?:Token|Session|Ticket|Jwt)|check(?:Token|Session|Jwt)/iu;

/** Calls that read a token without checking its signature. */
export const DECODES = /^(?:decode|jwtDecode|jwt_decode|parseJwt|decodeJwt|decodeToken)$/iu;

/** Calls that give a value nobody else has. */
export const UNIQUE = /^(?:uuid(?:v\d)?|v[1-7]|randomUUID|nanoid|randomBytes|ulid|cuid2?|createId|generateId|genId|uniqueId|random|now)$/iu;

/** Names of functions and fields that hold a network address. */
export const ADDRESS = /(?:^|[a-z_])(?:client|remote|real|forwarded|user|peer|source)_?(?:ip|addr(?:ess)?)$|^(?:get|extract|resolve|find|parse|normali[sz]e|hash)?_?(?:ips?|ip_?addr(?:ess)?|remote_?addr(?:ess)?|address)$|(?:get|extract|resolve)(?:Client|Remote|Real)?_?Ip(?:Address)?(?:From\w{0,60})?$/iu;

/** Names of fields that hold where a user is, not who. */
export const ROOM =
  /^(?:room|channel|doc(?:ument)?|tenant|org(?:ani[sz]ation)?|team|game|lobby|topic|space|workspace|board|project|match|group|event|stream|table|canvas|file|page|company|site|map|server|guild|namespace|party|party_?code|device_?group)(?:_?(?:id|name|key|code|slug|uuid))?s?$/iu;

/** Names of fields of which one user has many. */
export const NARROWER = /^(?:session_?id|session_?token|sid|access_?token|refresh_?token|token|jwt|jti|device(?:_?id)?|character(?:_?id)?|seat(?:_?id)?|player_?slot|tab_?id|client_?id)$/iu;

/** Names of fields that hold the user. */
export const USER = /^(?:_?id|uid|sub|user|user_?id|user_?name|account_?id|member_?id|player_?id|principal_?id|email|owner_?id|login)$/iu;

/** Names of fields and variables that hold a user's key itself, best first, and not an object around it. */
export const USER_KEYS: readonly string[] = ['id', 'userId', '_id', 'user_id', 'uid', 'sub', 'username', 'userName', 'email', 'login', 'accountId', 'playerId', 'memberId', 'name'];

/** Names of functions and modules that limit how many connections there are. */
export const LIMITER = /limit|quota|throttl|max_?(?:conn|socket|session|client)|too_?many|(?:over|exceeds?|has|at|within)_?capacity|can_?(?:connect|accept|open|join)|acquire|concurren/iu;

/** Names of functions and modules that limit how often something happens. */
export const RATE = /rate|throttl|token_?bucket|flood|slow_?down|per_?(?:second|minute|hour)|attempts/iu;

/** Packages that limit rates. */
export const RATE_PACKAGES: readonly string[] = [
  'rate-limiter-flexible',
  '@fastify/rate-limit',
  '@nestjs/throttler',
  'express-rate-limit',
  'limiter',
  'koa-ratelimit',
  'bottleneck',
];

/** Clocks: a counter that is reset by one of them is a rate. */
export const CLOCKS: ReadonlySet<string> = new Set(['Date.now', 'performance.now', 'process.hrtime', 'process.uptime']);

const CONNECTIONS = String.raw`(?:web_?)?(?:conn(?:ection)?s?|sockets?|ws|clients?|sessions?|tabs|devices?)`;

/** Names of constants, options and environment keys that set a limit on open connections. */
export const CONNECTION_LIMIT = new RegExp(
  [
    String.raw`max_?(?:(?:concurrent|open|active|parallel|simultaneous|allowed|total|user|global|live)_?)*${CONNECTIONS}(?:_?(?:allowed|count|limit|total))?(?:_?per_?(?:user|account|member|client|identity|player|ip|host|address|tenant|room|key))?$`,
    String.raw`(?:user|per_?user|account)_?${CONNECTIONS}_?(?:limit|max|cap|quota)`,
    String.raw`(?:concurrent|open|active|simultaneous)_?${CONNECTIONS}_?(?:limit|max|cap|quota|per_?user)`,
    String.raw`${CONNECTIONS}_?per_?(?:user|account|member|player)(?:_?(?:limit|max|cap))?`,
    String.raw`^(?:ws_?|web_?sockets?_?)?(?:connection|socket)s?_?(?:limit|cap|quota)$`,
    String.raw`max_?per_?(?:user|account|member|player)$`,
  ].join('|'),
  'iu',
);

/** What every name of such a limit has in it; nearly every text is done with here. */
export const MAY_NAME_LIMIT = /max\w{0,41}(?:conn|sock|ws|client|session|tabs|device)|(?:conn(?:ection)?s?|sock(?:et)?s?|ws|clients?|sessions?|tabs|devices?)_?(?:per|limit|max|cap|quota)/iu;

/** Limits on something else that reads like one on connections. */
const OTHER_LIMIT =
  /retr(?:y|ies)|reconnect|pool|database|db_?|redis|mongo|postgres|mysql|http_?agent|listeners|payload|size|bytes|length|buffer|ttl|timeout|interval|_?ms$|seconds|rate|per_?(?:second|minute|hour)|messages?|subscri|attempts|age|idle|duration|upload|download/iu;

/** Whether a name speaks of a limit on open connections. */
export function isLimitName(name: string): boolean {
  return CONNECTION_LIMIT.test(name) && !OTHER_LIMIT.test(name);
}

/** Calls that open connections of the server's own. */
export const POOLS = /pool|agent|sql|mongo|redis|knex|sequelize|prisma|typeorm|datasource|database/iu;

/** Methods by which a value is left under a name for other parts of an application: `app.set('io', io)`. */
export const LEAVES: ReadonlySet<string> = new Set([
  ...['set', 'add', 'put', 'share', 'store', 'provide', 'decorate', 'decorateRequest', 'constant', 'value', 'factory', 'service', 'singleton'],
  ...['register', 'registerValue', 'registerInstance', 'registerFactory', 'registerSingleton', 'registerClass', 'registerService', 'registerPlugin', 'addService', 'addPlugin'],
]);
/** Of these, the ones that make it a member: `app.decorate('limiter', limiter)`. */
export const DECORATES: ReadonlySet<string> = new Set(['decorate', 'decorateRequest']);
/** Methods that give what was left under a name. */
export const FETCHES: ReadonlySet<string> = new Set(['get', 'inject', 'resolve', 'use', 'lookup', 'make', 'retrieve', 'service', 'getService', 'getPlugin', 'getInstance']);
/** Keys under which an object says what a container shall give: `{ useFactory: createServer }`. */
export const PROVIDES = /^use(?:Value|Factory|Class|Existing|Function)$/u;

/** Calls that give what they are given in another form, and look nothing up. */
export const CONVERTS = /^(?:parse|decode|deserialize|unpack|inflate|decompress|decrypt|from|to|as|convert|transform|normali[sz]e|clone|map|filter|sort|split|json|text)(?:[A-Z_].*)?$/u;

/** Calls that throw, or reject, where what they are given does not hold. */
export const THROWS = /^(?:verify|verifyAsync|jwtVerify|verifyIdToken|verifySessionCookie|verifyJwt|verifyOrThrow|authenticateOrThrow|require(?:User|Auth|Session)\w*|assert\w*)$/u;

const PROXIES = 'forwarded|auth|auth-request|authenticated|remote|original|webauth|goog-authenticated|ms-client|amzn-oidc|consumer|credential|jwt|token|oidc|sso|pomerium|authelia|authentik|gateway|verified|tailscale|cf-access-authenticated';
const PROXIED = '(?:preferred-)?user-?name|user(?:-?id|-email|-login|-sub|-uuid|-principal)?|account-id|email|identity|principal(?:-id|-name)?|consumer-(?:username|id|custom-id)|subject|sub|uid|claim-(?:sub|email)';
/** Headers in which a proxy says who the user is: `x-user-id`, `x-forwarded-email`, `remote-user`, and what clouds call theirs. */
export const FORWARDED_USER = new RegExp(`^(?:x-(?:(?:${PROXIES})-)*|(?:(?:${PROXIES})-)+)(?:${PROXIED})$`, 'iu');

/** Methods that end a connection, however it is called. */
export const ENDS: ReadonlySet<string> = new Set(['terminate', 'destroy', 'close', 'disconnect', 'end']);
/** Of these, the ones that do not wait for the client. */
export const ENDS_AT_ONCE: ReadonlySet<string> = new Set(['terminate', 'destroy']);

/** Functions and objects that let one caller in after the other. */
export const LOCKS = /lock(?!ed|out|list)|mutex|semaphore|exclusive|critical_?section|serial(?:ly|i[sz]ed?_?by)|blockConcurrency/iu;

/** Methods that run what they are given before they return. */
export const RUNS_AT_ONCE: ReadonlySet<string> = new Set([
  ...['forEach', 'map', 'filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex', 'reduce', 'reduceRight', 'flatMap', 'sort', 'each', 'computeIfAbsent'],
  ...['call', 'apply', 'bind', 'run', 'emit', 'runInContext'],
]);

/** Globals whose functions wait for nothing. */
export const PLAIN_GLOBALS: ReadonlySet<string> = new Set(['JSON', 'Math', 'Object', 'Array', 'Number', 'String', 'Boolean', 'Date', 'Buffer', 'URL', 'URLSearchParams', 'Symbol', 'Reflect', 'console', 'parseInt', 'parseFloat', 'isNaN', 'structuredClone', 'encodeURIComponent', 'decodeURIComponent']);

/** Methods of stores that write down one more. */
export const WRITES = /^(?:create|insert|add|save|set|put|push|update|upsert|incr|increment|register|store|track|record|open|start|join|connect)(?:[A-Z_]\w*)?$/u;

/** Globals that run what they are given again and again, or later. */
export const TIMERS: ReadonlySet<string> = new Set(['setInterval', 'setTimeout', 'setImmediate']);

/** Members that say whether a connection is still there. */
export const LIVENESS = /^(?:readyState|connected|disconnected|destroyed|closed|isClosed|isOpen|isAlive|readable|writable|aborted|active|ended|writableEnded|closing)$/u;

/** Methods that run what they are given later. */
export const CALLS_LATER = /^(?:then|catch|finally|on|once|off|addListener|prependListener|addEventListener|subscribe|schedule|defer|delay|enqueue|add|push|query|exec|execute|run|get|set|find|save)\w*$/u;
