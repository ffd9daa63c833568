import type { LibraryModel } from './model.js';

/** The request of the Fetch standard, which the runtimes that speak it share. https://fetch.spec.whatwg.org/#request-class */
export const fetchStandard: LibraryModel = {
  name: 'fetch',
  specifiers: [],
  versions: 'of 2026',
  isSubject: false,
  exports: {},
  globalTypes: { Request: 'fetch:request' },
  roles: {
    'fetch:request': {
      sources: {
        'headers.x-forwarded-for': 'address',
        'headers.x-real-ip': 'address',
        'headers.cf-connecting-ip': 'address',
        'headers.sec-websocket-key': 'connection',
        headers: 'client',
        url: 'client',
      },
    },
  },
};
