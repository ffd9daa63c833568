import type { ExportModel, LibraryModel } from './model.js';
import { ASKED_BEFORE, CONNECTED, ENDED } from './partykit.js';

const agent: ExportModel = { constructs: 'agents:agent', type: 'agents:agent' };

/**
 * Servers of PartyServer's kind, each with a name. Not every agent is meant for WebSockets; those that look at their
 * connections are. https://developers.cloudflare.com/agents/
 */
export const agents: LibraryModel = {
  name: 'agents',
  specifiers: ['agents', 'agents-sdk', 'agents/ai-chat-agent', '@cloudflare/ai-chat', '@cloudflare/think', 'agents/mcp', 'agents/lifecycle'],
  versions: '0.32',
  isSubject: true,
  exports: {
    Agent: agent,
    AIChatAgent: agent,
    McpAgent: agent,
    Think: agent,
    Connection: { type: 'partyserver:connection' },
    ConnectionContext: { type: 'partyserver:context' },
    routeAgentRequest: { calls: 'agents:router' },
  },
  roles: {
    'agents:agent': {
      extends: 'durable-objects:object',
      methods: { getConnections: { named: 0, collection: { element: 'partyserver:connection', isShared: true, includesNew: 'accepted', keyed: true, isTagged: true } } },
      waysIn: [
        CONNECTED,
        { made: true, having: 'onMessage', lacking: 'onConnect', phase: 'accepted', parameters: [], isSite: true, covers: 'emitter' },
        { member: 'onMessage', phase: 'message', parameters: ['partyserver:connection'], isSite: false, covers: 'emitter' },
        ...ENDED,
      ],
      instances: { named: [], otherwise: 'room' },
    },
    'agents:router': { waysIn: [{ ...ASKED_BEFORE, option: 'onBeforeConnect', covers: 'library' }] },
  },
};
