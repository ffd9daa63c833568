import type { ExportModel, LibraryModel, RoleModel, WayInModel } from './model.js';
import { ROUTE_METHODS } from './routes.js';

const app: ExportModel = { constructs: 'hono:app', type: 'hono:app' };

/** What answers without going on has refused; what throws, too. https://hono.dev/docs/guides/middleware */
const middleware: Pick<WayInModel, 'handler' | 'phase' | 'parameters' | 'isSite' | 'rejectsByReturning' | 'rejectsByThrowing'> = {
  handler: 'each',
  phase: 'handshake',
  parameters: ['hono:context', 'hono:next'],
  isSite: false,
  rejectsByReturning: 'response',
  rejectsByThrowing: true,
};
const ROUTES = [...ROUTE_METHODS.filter((method) => method !== 'head'), 'on'];
const chains: RoleModel['methods'] = Object.fromEntries([...ROUTES, 'use', 'notFound', 'onError', 'openapi'].map((name) => [name, { chains: true }]));
const answers: RoleModel['methods'] = Object.fromEntries(['text', 'json', 'html', 'body', 'newResponse', 'redirect', 'notFound'].map((name) => [name, { gives: 'hono:response' }]));

/** Hono itself serves others; its middleware and routes lead to where connections come in. */
export const hono: LibraryModel = {
  name: 'hono',
  specifiers: ['hono', 'hono/tiny', 'hono/quick', 'hono/factory', 'npm:hono', 'jsr:@hono/hono', '@hono/hono', '@hono/zod-openapi'],
  versions: '3.11 to 4.13',
  isSubject: false,
  exports: {
    Hono: app,
    OpenAPIHono: app,
    Context: { type: 'hono:context' },
    MiddlewareHandler: { parameters: ['hono:context', 'hono:next'] },
    Handler: { parameters: ['hono:context', 'hono:next'] },
    createMiddleware: { passes: true, hands: ['hono:context', 'hono:next'] },
  },
  roles: {
    'hono:app': {
      methods: { ...chains, route: { chains: true, mounts: true }, basePath: { gives: 'hono:app', named: 0 } },
      waysIn: [
        { ...middleware, call: ['use'], covers: 'server', isUnderPath: true, isInOrder: true },
        { ...middleware, call: ROUTES, emitter: 'hono:handler', covers: 'emitter' },
      ],
    },
    'hono:context': {
      methods: { ...answers, get: { keeps: true } },
      sources: {
        'req.header': 'client',
        'req.query': 'client',
        'req.queries': 'client',
        'req.param': 'client',
        'req.url': 'client',
        'req.path': 'client',
        'req.raw': 'client',
        'env.incoming.socket.remoteAddress': 'address',
        'env.incoming.headers': 'client',
        get: 'unknown',
        var: 'unknown',
        env: 'unknown',
      },
    },
    'hono:next': {},
    'hono:response': {},
  },
};
