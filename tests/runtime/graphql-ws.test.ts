import { commonChecks } from './checks.js';
import { describeGuard } from './describe-guard.js';
import { graphqlWs } from './protocol-drivers.js';
import { graphqlServer, graphqlTypeScript } from './servers/graphql-ws.js';

describeGuard(graphqlServer, graphqlWs, commonChecks);
describeGuard(graphqlTypeScript, graphqlWs, commonChecks);
