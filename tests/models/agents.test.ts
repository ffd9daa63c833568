import { example, fails, testExamples } from '../rules/guards/examples.js';

// The agents package depends on models and transports by the hundred; what is said of it was read in version 0.32.

testExamples('agents', [
  example(
    'an agent that looks at no connection',
    [],
    `
import { Agent } from 'agents';
export class MyAgent extends Agent<Env> { async run() {} }
`,
    { language: 'ts' },
  ),
  example(
    'a handler',
    fails('missing', 'onConnect'),
    `
import { Agent, type Connection, routeAgentRequest } from 'agents';
export class MyAgent extends Agent<Env> {
  onConnect(connection: Connection) { connection.send('x'); }
}
`,
    { language: 'ts' },
  ),
]);
