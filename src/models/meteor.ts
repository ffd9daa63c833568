import type { ExportModel, LibraryModel } from './model.js';

const Meteor: ExportModel = { members: { onConnection: { calls: 'meteor:server' }, Connection: { type: 'meteor:connection' } } };
const Accounts: ExportModel = { members: { onLogin: { calls: 'meteor:logins' } } };

/**
 * No hook before a connection, and the user is known only after a login. Not on npm: by its documentation.
 * https://docs.meteor.com/api/meteor.html#Meteor-onConnection
 */
export const meteor: LibraryModel = {
  name: 'meteor',
  specifiers: ['meteor/meteor', 'meteor/accounts-base'],
  versions: '1 to 3, by its documentation',
  isSubject: true,
  exports: { Meteor, Accounts },
  marks: [String.raw`\bMeteor\.onConnection\s*\(`],
  globals: { Meteor, Accounts },
  roles: {
    'meteor:server': {
      alsoIn: ['meteor/accounts-base'],
      waysIn: [{ isGiven: true, phase: 'accepted', parameters: ['meteor:connection'], isSite: true, covers: 'library' }],
    },
    'meteor:logins': {
      waysIn: [{ isGiven: true, phase: 'accepted', parameters: ['meteor:login'], isSite: false, covers: 'library' }],
    },
    'meteor:login': { members: { connection: 'meteor:connection' }, sources: { user: 'user', methodArguments: 'client' } },
    'meteor:connection': {
      methods: { close: { rejects: true } },
      waysIn: [{ call: ['onClose'], phase: 'closed', parameters: [], isSite: false, covers: 'library' }],
      sources: { id: 'connection', clientAddress: 'address', 'httpHeaders.x-forwarded-for': 'address', httpHeaders: 'client' },
    },
  },
};
