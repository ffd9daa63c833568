import { setImmediate as turn } from 'node:timers/promises';

/** The attribute types that the recipe uses. */
interface Value {
  readonly S?: string;
  readonly N?: string;
  readonly SS?: readonly string[];
}
type Item = Record<string, Value>;

interface UpdateItemInput {
  readonly TableName: string | undefined;
  readonly Key: Item;
  readonly ConditionExpression?: string;
  readonly UpdateExpression: string;
  readonly ExpressionAttributeValues: Item;
  readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD';
}

/**
 * A table in memory, which evaluates the expressions of a request as the developer guide describes them:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 * What it does not know it refuses.
 */
const items = new Map<string, Item>();
let isDown = false;

export class UpdateItemCommand {
  readonly input: UpdateItemInput;

  constructor(input: UpdateItemInput) {
    this.input = input;
  }
}

export class ConditionalCheckFailedException extends Error {
  readonly Item: Item | undefined;

  constructor(item: Item | undefined) {
    super('The conditional request failed');
    this.Item = item;
  }
}

export class DynamoDBClient {
  async send({ input }: UpdateItemCommand): Promise<void> {
    // Requests that are sent together arrive together; each is carried out in one go.
    await turn();
    if (isDown) throw new Error('The table does not answer');
    if (input.TableName !== 'Connections') throw new Error(`No table ${String(input.TableName)}`);
    const key = JSON.stringify(input.Key);
    const found = items.get(key);
    if (input.ConditionExpression !== undefined && !new Condition(input, found ?? {}).holds()) {
      throw new ConditionalCheckFailedException(input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? found : undefined);
    }
    items.set(key, updated(input, found ?? input.Key));
  }
}

export const table = {
  of: (userId: string): Item | undefined => items.get(JSON.stringify({ userId: { S: userId } })),
  clear: () => {
    items.clear();
    isDown = false;
  },
  takeDown: () => (isDown = true),
};

const valueOf = ({ ExpressionAttributeValues }: UpdateItemInput, name: string): Value => {
  const value = ExpressionAttributeValues[name];
  if (!value || value.SS?.length === 0) throw new Error(`No value for ${name}`);
  return value;
};

class Condition {
  readonly #tokens: string[];
  readonly #input: UpdateItemInput;
  readonly #item: Item;

  constructor(input: UpdateItemInput, item: Item) {
    this.#tokens = input.ConditionExpression?.match(/[:\w]+|[<>]=?|[^\s\w]/gu) ?? [];
    this.#input = input;
    this.#item = item;
  }

  holds(): boolean {
    const result = this.#either();
    if (this.#tokens.length > 0) throw new Error(`Not expected: ${this.#tokens.join(' ')}`);
    return result;
  }

  #take(expected?: string): string {
    const token = this.#tokens.shift() ?? '';
    if (expected !== undefined && token !== expected) throw new Error(`Expected ${expected}, not ${token}`);
    return token;
  }

  #either(): boolean {
    let result = this.#both();
    while (this.#tokens[0] === 'OR') {
      this.#take();
      result = this.#both() || result;
    }
    return result;
  }

  #both(): boolean {
    let result = this.#one();
    while (this.#tokens[0] === 'AND') {
      this.#take();
      result = this.#one() && result;
    }
    return result;
  }

  #one(): boolean {
    if (this.#tokens[0] === '(') return this.#within(() => this.#either());
    const name = this.#take();
    switch (name) {
      case 'attribute_not_exists':
        return this.#within(() => this.#item[this.#take()] === undefined);
      case 'contains':
        return this.#within(() => {
          const set = this.#item[this.#take()]?.SS ?? [];
          this.#take(',');
          return set.includes(valueOf(this.#input, this.#take()).S ?? '');
        });
      case 'size':
        return this.#compare(this.#within(() => this.#item[this.#take()]?.SS?.length));
      default:
        throw new Error(`Not known: ${name}`);
    }
  }

  #within<Result>(read: () => Result): Result {
    this.#take('(');
    const result = read();
    this.#take(')');
    return result;
  }

  /** A comparison with something that is not there is false. */
  #compare(size: number | undefined): boolean {
    this.#take('<');
    const limit = Number(valueOf(this.#input, this.#take()).N);
    return size !== undefined && size < limit;
  }
}

function updated(input: UpdateItemInput, before: Item): Item {
  const item = { ...before };
  const clauses = /(?<action>ADD|DELETE|SET) (?<path>\w+) (?:= )?(?<value>:\w+)/gu;
  const rest = input.UpdateExpression.replaceAll(clauses, (...parts) => {
    const { action, path, value } = parts.at(-1) as Record<'action' | 'path' | 'value', string>;
    const given = valueOf(input, value);
    const members = new Set(item[path]?.SS);
    for (const member of given.SS ?? []) members[action === 'ADD' ? 'add' : 'delete'](member);
    if (action === 'SET') item[path] = given;
    else item[path] = { SS: [...members] };
    return '';
  });
  if (rest.trim() !== '') throw new Error(`Not known: ${rest}`);
  // There are no empty sets.
  return Object.fromEntries(Object.entries(item).filter(([, { SS }]) => SS?.length !== 0));
}
