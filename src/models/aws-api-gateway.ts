import type { ExportModel, LibraryModel, WayInModel } from './model.js';

const handler: ExportModel = { parameters: ['aws-api-gateway:event', 'aws-api-gateway:context', 'aws-api-gateway:answer'] };
const event: ExportModel = { type: 'aws-api-gateway:event' };

const connect: WayInModel = {
  routed: {
    asks: { 'requestContext.routeKey': '$connect', 'requestContext.eventType': 'CONNECT' },
    reads: ['headers', 'multiValueHeaders', 'queryStringParameters', 'multiValueQueryStringParameters'],
    named: ['connect'],
    unlike: ['disconnect', 'reconnect', 'connected', 'connection', 'connector'],
  },
  emits: 'aws-api-gateway:route',
  phase: 'handshake',
  parameters: ['aws-api-gateway:event', 'aws-api-gateway:context', 'aws-api-gateway:answer'],
  isSite: true,
  covers: 'emitter',
  rejectsByReturning: 'status',
  rejectsByThrowing: true,
  forgets: 'always',
};

/**
 * Functions that run when the gateway has a new connection, in a process of their own each time. That of `$disconnect` is
 * not always called. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html
 */
export const awsApiGateway: LibraryModel = {
  name: 'aws-lambda',
  specifiers: ['aws-lambda'],
  versions: '@types/aws-lambda 8.10',
  isSubject: true,
  exports: {
    APIGatewayProxyWebsocketHandlerV2: handler,
    APIGatewayProxyWebsocketEventV2: event,
    APIGatewayProxyWebsocketEventV2WithRequestContext: event,
  },
  marks: [String.raw`['"\x60]\$connect['"\x60]`, String.raw`['"\x60]CONNECT['"\x60]`],
  roles: {
    'aws-api-gateway:route': { waysIn: [connect] },
    'aws-api-gateway:event': {
      sources: {
        'requestContext.authorizer': 'user',
        'requestContext.identity.cognitoIdentityId': 'user',
        'requestContext.identity.userArn': 'user',
        'requestContext.identity.sourceIp': 'address',
        'requestContext.identity.userAgent': 'client',
        'requestContext.connectionId': 'connection',
        'requestContext.requestId': 'connection',
        'requestContext.extendedRequestId': 'connection',
        'requestContext.domainName': 'none',
        'requestContext.stage': 'none',
        'requestContext.apiId': 'none',
        'headers.X-Forwarded-For': 'address',
        'headers.x-forwarded-for': 'address',
        'headers.Sec-WebSocket-Key': 'connection',
        headers: 'client',
        multiValueHeaders: 'client',
        queryStringParameters: 'client',
        multiValueQueryStringParameters: 'client',
        body: 'client',
      },
    },
    'aws-api-gateway:context': { sources: { awsRequestId: 'connection' } },
    // The callback of handlers that are not asynchronous: (error, result).
    'aws-api-gateway:answer': { rejectsWhenCalled: [{ argument: 0, when: 'truthy' }] },
  },
};
