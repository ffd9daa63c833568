import type { LibraryModel, WayInModel } from './model.js';

const middleware: Omit<WayInModel, 'option' | 'phase'> = {
  call: ['addMiddleware'],
  parameters: ['actionhero:connection'],
  isSite: false,
  covers: 'emitter',
};

/** Its server is built in: connections are seen by middleware alone. https://www.actionherojs.com/tutorials/middleware */
export const actionhero: LibraryModel = {
  name: 'actionhero',
  specifiers: ['actionhero'],
  versions: '29.3.5, by its source',
  isSubject: true,
  exports: { api: { members: { connections: { holds: 'actionhero:connections' } } }, Connection: { type: 'actionhero:connection' } },
  roles: {
    'actionhero:connections': {
      waysIn: [
        { ...middleware, option: 'create', phase: 'accepted', isSite: true },
        { ...middleware, option: 'destroy', phase: 'closed' },
      ],
    },
    'actionhero:connection': {
      methods: { destroy: { rejects: true } },
      sources: { id: 'connection', fingerprint: 'narrower', remoteIP: 'address', params: 'client' },
    },
  },
};
