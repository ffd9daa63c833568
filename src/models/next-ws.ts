import type { LibraryModel, WayInModel } from './model.js';

const handler: WayInModel = { phase: 'accepted', parameters: ['ws:connection', 'ws:server', 'http:request'], isSite: true, covers: 'emitter' };

/**
 * Calls what a route file exports. Up to version 1 it was `SOCKET(client, request, server)`. Not a dependency of the
 * route file, so the exports are what it is known by. https://github.com/apteryxxyz/next-ws
 */
export const nextWs: LibraryModel = {
  name: 'next-ws',
  specifiers: ['next-ws', 'next-ws/server'],
  versions: '2.2, by its types',
  isSubject: true,
  exports: {},
  marks: [String.raw`\bexport\s+(?:async\s+)?(?:function|const)\s+(?:UPGRADE|SOCKET)\b`],
  roles: { 'next-ws:route': {} },
  handlers: {
    files: String.raw`(?:^|[/\\])route\.[cm]?[jt]sx?$`,
    role: 'next-ws:route',
    names: { UPGRADE: handler, SOCKET: { ...handler, parameters: ['ws:connection', 'http:request', 'ws:server'] } },
  },
};
