import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

const MAX_CONNECTIONS_PER_USER = 3;
/** API Gateway ends every connection after two hours; this is a little more. */
const LOST_AFTER_MS = 130 * 60_000;

const database = new DynamoDBClient();

export async function handler({ requestContext }) {
  const { authorizer, connectedAt, connectionId, routeKey } = requestContext;
  const userId = authorizer.principalId;
  const connection = `${connectedAt}#${connectionId}`;

  if (routeKey === '$connect' && !(await reserve(userId, connection))) {
    return { statusCode: 429, body: 'Connection limit reached' };
  }
  if (routeKey === '$disconnect') await release(userId, [connection]);
  return { statusCode: 200 };
}

async function reserve(userId, connection) {
  try {
    await database.send(
      new UpdateItemCommand({
        TableName: process.env.TABLE_NAME,
        Key: { userId: { S: userId } },
        ConditionExpression: 'attribute_not_exists(openConnections) OR size(openConnections) < :limit OR contains(openConnections, :connection)',
        UpdateExpression: 'ADD openConnections :connections SET expiresAt = :expiry',
        ExpressionAttributeValues: {
          ':limit': { N: String(MAX_CONNECTIONS_PER_USER) },
          ':connection': { S: connection },
          ':connections': { SS: [connection] },
          ':expiry': { N: String(Math.ceil((Date.now() + LOST_AFTER_MS) / 1000)) },
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const lost = error.Item.openConnections.SS.filter(isLost);
    if (lost.length === 0) return false;
    await release(userId, lost);
    return await reserve(userId, connection);
  }
}

async function release(userId, connections) {
  await database.send(
    new UpdateItemCommand({
      TableName: process.env.TABLE_NAME,
      Key: { userId: { S: userId } },
      UpdateExpression: 'DELETE openConnections :connections',
      ExpressionAttributeValues: { ':connections': { SS: connections } },
    }),
  );
}

function isLost(connection) {
  return Date.now() - Number.parseInt(connection, 10) > LOST_AFTER_MS;
}
