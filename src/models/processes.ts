/**
 * How a program comes to run in several processes: by its own code, by a package, or by what starts it. A count that one
 * of them keeps in its memory is not seen by the others.
 */

/** The module of the runtime that starts copies of a program: https://nodejs.org/api/cluster.html */
export const CLUSTER_MODULES: readonly string[] = ['cluster', 'node:cluster'];
/** Its function that starts one more, and those that say which file the copies run, under the option `exec`. */
export const FORK = 'fork';
export const FORK_SETUPS: ReadonlySet<string> = new Set(['setupPrimary', 'setupMaster']);
/** Its members that say which process this is; true in the first one, and true in the copies. */
export const IN_PRIMARY: ReadonlySet<string> = new Set(['isPrimary', 'isMaster']);
export const IN_WORKER: ReadonlySet<string> = new Set(['isWorker']);

/** Methods that call a function each time that something happens, and not for each of several things. */
export const REACTING: ReadonlySet<string> = new Set(['on', 'once', 'addListener', 'prependListener']);
/** Methods that call a function once, later: how often depends on where they are called themselves. */
export const DEFERRING: ReadonlySet<string> = new Set(['setTimeout', 'setImmediate', 'nextTick', 'queueMicrotask', 'then', 'catch', 'finally']);
/** Methods that call a function for each of several things. */
export const REPEATING: ReadonlySet<string> = new Set(['forEach', 'map', 'from', 'times', 'each', 'flatMap']);

interface StartingPackage {
  readonly specifiers: readonly string[];
  /** What of it starts the copies; without: the package itself is called. */
  readonly functions?: readonly string[];
  /** Options that say how many; the first argument may be the number itself. */
  readonly counts?: readonly string[];
}

/** Packages that start copies of the program that uses them. */
export const STARTING_PACKAGES: readonly StartingPackage[] = [
  // https://github.com/hunterloftis/throng
  { specifiers: ['throng'], counts: ['workers', 'count'] },
  // https://github.com/indutny/sticky-session
  { specifiers: ['sticky-session', 'sticky-session-custom'], functions: ['listen'], counts: ['workers'] },
  { specifiers: ['sticky-cluster', 'sticky-listen', 'socketio-sticky-session', 'socket.io-sticky-session'], counts: ['concurrency', 'num', 'workers'] },
  // https://github.com/socketio/socket.io-sticky
  { specifiers: ['@socket.io/sticky'], functions: ['setupMaster', 'setupWorker'] },
  { specifiers: ['cluster-service'], functions: ['start'], counts: ['workers'] },
  { specifiers: ['recluster', 'cluster-master', 'luster'], counts: ['workers', 'size'] },
  { specifiers: ['egg-cluster'], functions: ['startCluster'], counts: ['workers'] },
];

/** Packages that pass events between the processes of one program, and have no use in a single one. */
export const JOINING_PACKAGES: readonly string[] = [
  '@socket.io/redis-adapter',
  '@socket.io/redis-streams-adapter',
  '@socket.io/cluster-adapter',
  '@socket.io/postgres-adapter',
  '@socket.io/mongo-adapter',
  '@socket.io/gcp-pubsub-adapter',
  '@socket.io/azure-service-bus-adapter',
  '@socket.io/aws-sqs-adapter',
  'socket.io-redis',
  'socket.io-redis-adapter',
  'socket.io-redis-streams-adapter',
  'socket.io-postgres',
  'socket.io-mongodb',
  'socket.io-adapter-mongo',
  'socket.io-amqp',
  'socket.io-amqp0',
  'socket.io-nats',
  'socket.io-zeromq',
  '@mickl/socket.io-nats-adapter',
  '@hocuspocus/extension-redis',
  '@colyseus/redis-driver',
  '@colyseus/redis-presence',
  'feathers-sync',
  'metroplex',
];
/** What of these passes events on its own, from outside, and joins nothing. */
export const NOT_JOINING: ReadonlySet<string> = new Set(['Emitter', 'setupPrimary', 'setupMaster']);

/** Packages whose stores lie in the memory of the process that makes them. */
export const MEMORY_STORES: ReadonlySet<string> = new Set(['lru-cache', 'quick-lru', 'node-cache', 'memory-cache', '@isaacs/ttlcache', 'tiny-lru', 'mnemonist', 'ttl-mem-cache']);

/**
 * Files of a process manager, and what they say of a program: https://pm2.keymetrics.io/docs/usage/application-declaration/.
 * A number of instances without a mode means that of the copies.
 */
export const MANAGER_FILES = /^(?:ecosystem|pm2|process|processes)(?:\.(?:config|prod|production|staging))*\.(?:[cm]?js|[cm]?ts|json|ya?ml)$/u;
export const MANAGER_COMMANDS = /(?:^|[\s/;&|("'])(?<name>pm2(?:-runtime|-docker)?)\s/u;
/** How a command says how many; `0` and `max` are one for each processor, and less than that is that many fewer. */
export const MANAGER_INSTANCES = /\s(?:-i|--instances)(?:\s+|=)["']?(?<instances>max|-?\d+)/u;

/** Files of other things that start programs. */
export const COMPOSE_FILES = /^(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/u;
export const COMMAND_FILES = /^(?:Procfile(?:\.[\w-]+)?|Dockerfile(?:\.[\w.-]+)?|[\w.-]+\.Dockerfile)$/u;
export const PLATFORM_FILES: ReadonlySet<string> = new Set(['fly.toml', 'render.yaml', 'render.yml', 'app.json', 'package.json']);
/** Workloads that are run so many times at once. */
export const WORKLOADS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'DeploymentConfig', 'Rollout']);

/** Names of images that somebody else makes: databases, queues, proxies and the like. */
export const FOREIGN_IMAGE =
  /redis|valkey|postgres|postgis|mysql|mariadb|mongo|rabbitmq|kafka|zookeeper|nats|nginx|traefik|haproxy|caddy|envoy|httpd|memcached|elastic|kibana|logstash|grafana|prometheus|jaeger|loki|minio|vault|consul|etcd|keycloak|adminer|phpmyadmin|mailhog|pgadmin|coturn|livekit|clickhouse|cassandra|oauth2-proxy|cloudflared|exporter|alertmanager|^(?:node|bun|busybox|alpine|ubuntu|debian)$/iu;

/** Names of services that take no connections from outside. */
export const BACKGROUND = /worker|jobs?(?:$|[-_])|queue|cron|schedul|migrat|consumer|seed|backup|mail|indexer|crawler|test/iu;

/** How one process hears from others. */
export const TOLD_BY: { readonly methods: ReadonlySet<string>; readonly events: ReadonlySet<string> } = {
  methods: new Set(['subscribe', 'pSubscribe', 'psubscribe', 'sSubscribe']),
  events: new Set(['message', 'pmessage', 'messageBuffer', 'notification']),
};
