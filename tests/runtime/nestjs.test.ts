import { commonChecks } from './checks.js';
import { describeGuard } from './describe-guard.js';
import { socketIo as socketIoHook, socketIoAccepted, wsAccepted } from './driver.js';
import { middleware, socketIo, ws } from './servers/nestjs.js';
import { listeningChecks } from './ws-checks.js';

describeGuard(middleware, socketIoHook, commonChecks);
describeGuard(socketIo, socketIoAccepted, commonChecks);
describeGuard(ws, wsAccepted, { ...commonChecks, ...listeningChecks((text) => JSON.stringify({ event: 'log', data: text })) });
