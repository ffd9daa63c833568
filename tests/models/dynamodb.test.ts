import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';

const CONNECT = "'$connect'";

testExamples('counts in DynamoDB', [
  example(
    'the count of a query',
    enforced(3, CONNECT),
    `
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
const ddb = DynamoDBDocumentClient.from(new DynamoDBClient({}));
export const handler = async (event) => {
  if (event.requestContext.routeKey === '$connect') {
    const userId = event.requestContext.authorizer.userId;
    const { Count } = await ddb.send(new QueryCommand({ TableName: process.env.TABLE, IndexName: 'byUser', KeyConditionExpression: 'userId = :u', ExpressionAttributeValues: { ':u': userId }, Select: 'COUNT' }));
    if (Count >= 3) return { statusCode: 429 };
    await ddb.send(new PutCommand({ TableName: process.env.TABLE, Item: { connectionId: event.requestContext.connectionId, userId } }));
  }
  return { statusCode: 200 };
};
`,
    { language: 'ts' },
  ),
  example(
    'the items of a query',
    enforced(3, CONNECT),
    `
import { DynamoDBDocumentClient, QueryCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
const ddb = DynamoDBDocumentClient.from(client);
export const handler = async (event) => {
  if (event.requestContext.routeKey === '$connect') {
    const userId = event.requestContext.authorizer.userId;
    const result = await ddb.send(new QueryCommand({ TableName: process.env.TABLE, KeyConditionExpression: 'userId = :u', ExpressionAttributeValues: { ':u': userId } }));
    if ((result.Items?.length ?? 0) >= 3) return { statusCode: 429 };
  }
  return { statusCode: 200 };
};
`,
    { language: 'ts' },
  ),
  example(
    'a client of the older kind',
    enforced(3, CONNECT),
    `
const AWS = require('aws-sdk');
const ddb = new AWS.DynamoDB.DocumentClient();
exports.handler = async (event) => {
  if (event.requestContext.routeKey === '$connect') {
    const userId = event.requestContext.authorizer.userId;
    const result = await ddb.query({ TableName: process.env.TABLE, KeyConditionExpression: 'userId = :u', ExpressionAttributeValues: { ':u': userId } }).promise();
    if (result.Items.length >= 3) return { statusCode: 429 };
  }
  return { statusCode: 200 };
};
`,
    { language: 'ts' },
  ),
  example(
    'items by address',
    fails('perAddressOnly', CONNECT),
    `
import { DynamoDBDocumentClient, QueryCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
const ddb = DynamoDBDocumentClient.from(client);
export const handler = async (event) => {
  if (event.requestContext.routeKey === '$connect') {
    const ip = event.requestContext.identity.sourceIp;
    const result = await ddb.send(new QueryCommand({ TableName: process.env.TABLE, KeyConditionExpression: 'ip = :u', ExpressionAttributeValues: { ':u': ip } }));
    if (result.Items.length >= 3) return { statusCode: 429 };
  }
  return { statusCode: 200 };
};
`,
    { language: 'ts' },
  ),
  example(
    'all items',
    fails('globalOnly', CONNECT),
    `
import { DynamoDBDocumentClient, ScanCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
const ddb = DynamoDBDocumentClient.from(client);
export const handler = async (event) => {
  if (event.requestContext.routeKey === '$connect') {
    const result = await ddb.send(new ScanCommand({ TableName: process.env.TABLE, Select: 'COUNT' }));
    if (result.Count >= 300) return { statusCode: 429 };
  }
  return { statusCode: 200 };
};
`,
    { language: 'ts' },
  ),
  example(
    'a list in an item',
    enforced(3, CONNECT),
    `
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
const ddb = DynamoDBDocumentClient.from(client);
export const handler = async (event) => {
  if (event.requestContext.routeKey === '$connect') {
    const userId = event.requestContext.authorizer.userId;
    const { Item } = await ddb.send(new GetCommand({ TableName: 'open', Key: { userId } }));
    if (Item && Item.connections.length >= 3) return { statusCode: 429 };
  }
  return { statusCode: 200 };
};
`,
    { language: 'ts' },
  ),
  example(
    'a write that fails at the limit, caught',
    enforced(3, CONNECT),
    `
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
const ddb = DynamoDBDocumentClient.from(client);
const MAX = 3;
export const handler = async (event) => {
  if (event.requestContext.routeKey === '$connect') {
    const userId = event.requestContext.authorizer.userId;
    try {
      await ddb.send(new UpdateCommand({ TableName: process.env.TABLE, Key: { userId }, UpdateExpression: 'ADD open :one', ConditionExpression: 'attribute_not_exists(open) OR open < :max', ExpressionAttributeValues: { ':one': 1, ':max': MAX } }));
    } catch (error) {
      if (error.name === 'ConditionalCheckFailedException') return { statusCode: 429 };
      throw error;
    }
  }
  return { statusCode: 200 };
};
`,
    { language: 'ts' },
  ),
  example(
    'a write that fails at the limit, caught by nobody',
    enforced(3, CONNECT),
    `
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
const ddb = DynamoDBDocumentClient.from(client);
export const handler = async (event) => {
  if (event.requestContext.routeKey === '$connect') {
    const userId = event.requestContext.authorizer.userId;
    await ddb.send(new UpdateCommand({ TableName: process.env.TABLE, Key: { userId }, UpdateExpression: 'ADD open :one', ConditionExpression: 'attribute_not_exists(open) OR open < :max', ExpressionAttributeValues: { ':one': 1, ':max': 3 } }));
  }
  return { statusCode: 200 };
};
`,
    { language: 'ts' },
  ),
  ...[
    ['in a text', "{ ':one': { N: '1' }, ':max': { N: '3' } }"],
    ['that is made a text', "{ ':one': { N: '1' }, ':max': { N: String(MAX) } }"],
    ['with its type, as it is', "{ ':one': { N: '1' }, ':max': { N: MAX } }"],
    ['that the library converts', "marshall({ ':one': 1, ':max': MAX })"],
  ].map(([how = '', values = '']) => example(
    `a limit ${how}`,
    enforced(3, CONNECT),
    `
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
const ddb = new DynamoDBClient({});
const MAX = 3;
export const handler = async (event) => {
  if (event.requestContext.routeKey === '$connect') {
    const userId = event.requestContext.authorizer.userId;
    await ddb.send(new UpdateItemCommand({ TableName: 'open', Key: { userId: { S: userId } }, UpdateExpression: 'ADD #c :one', ConditionExpression: '#c < :max', ExpressionAttributeNames: { '#c': 'count' }, ExpressionAttributeValues: ${values} }));
  }
  return { statusCode: 200 };
};
`,
    { language: 'ts' },
  )),
  example(
    'a write in a function of its own that lets one more in',
    enforced(4, CONNECT),
    `
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
const ddb = new DynamoDBClient({});
async function reserve(userId) {
  try {
    await ddb.send(new UpdateItemCommand({ TableName: 'open', Key: { userId: { S: userId } }, UpdateExpression: 'ADD #c :one', ConditionExpression: '#c <= :max', ExpressionAttributeNames: { '#c': 'count' }, ExpressionAttributeValues: { ':one': { N: '1' }, ':max': { N: '3' } } }));
    return true;
  } catch { return false; }
}
export const handler = async (event) => {
  if (event.requestContext.routeKey === '$connect') {
    if (!(await reserve(event.requestContext.authorizer.userId))) return { statusCode: 429 };
  }
  return { statusCode: 200 };
};
`,
    { language: 'ts' },
  ),
]);
