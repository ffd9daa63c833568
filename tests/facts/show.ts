import type { Condition, Event, FunctionFacts, ModuleFacts, TypeName, Value } from '../../src/facts/module-facts.js';

/** Facts as text that reads like the code they come from, for expectations. */
export function showFunction(facts: ModuleFacts, fn: FunctionFacts): string[] {
  return fn.events.map((event) => {
    const conditions = conditionsOf(fn, event.when).map((condition) => showCondition(facts, fn, condition));
    return [showEvent(facts, event), ...(conditions.length > 0 ? ['if', conditions.join(' & ')] : [])].join(' ');
  });
}

/** Outermost first. */
function conditionsOf({ conditions }: FunctionFacts, when: number): Condition[] {
  const condition = conditions[when];
  return condition ? [...conditionsOf({ conditions } as FunctionFacts, condition.parent), condition] : [];
}

function showCondition(facts: ModuleFacts, { events }: FunctionFacts, condition: Condition): string {
  switch (condition.kind) {
    case 'test':
      return `${condition.truthy ? '' : 'not '}${showValue(facts, condition.value)}`;
    case 'loop':
      return condition.over ? `each of ${showValue(facts, condition.over)}` : 'loop';
    case 'threw':
      return `threw(${events.slice(condition.first, condition.last).map((event) => showEvent(facts, event)).join('; ')})`;
  }
}

function showEvent(facts: ModuleFacts, event: Event): string {
  const value = (inner: Value): string => showValue(facts, inner);
  switch (event.kind) {
    case 'call':
      return `call ${value(event.value)}`;
    case 'assign':
      if (event.operator === 'delete') return `delete ${value(event.target)}`;
      return `${value(event.target)} ${event.operator === '=' ? '=' : `${event.operator}=`} ${value(event.value)}`;
    case 'return':
      return event.implicit ? 'end' : `return ${value(event.value)}`;
    case 'throw':
    case 'test':
      return `${event.kind} ${value(event.value)}`;
    case 'await':
      return 'await';
  }
}

export function showValue(facts: ModuleFacts, value: Value): string {
  const inner = (part: Value): string => showValue(facts, part);
  const list = (parts: readonly Value[]): string => parts.map(inner).join(', ');
  switch (value.kind) {
    case 'literal':
      return value.value === undefined ? 'undefined' : JSON.stringify(value.value);
    case 'binding': {
      const binding = facts.bindings[value.id];
      return binding?.kind === 'hidden' ? `_${String(value.id)}` : (binding?.name ?? '?');
    }
    case 'global':
      return value.name;
    case 'this':
      return `this@${nameOfFunction(facts, value.fn)}`;
    case 'member':
      return `${inner(value.object)}${typeof value.property === 'string' ? `.${value.property}` : `[${inner(value.property)}]`}`;
    case 'call':
      return `${value.isNew ? 'new ' : ''}${inner(value.callee)}(${list(value.args)})`;
    case 'import':
      return `import(${value.specifier}).${value.name}`;
    case 'function':
      return `fn ${nameOfFunction(facts, value.fn)}`;
    case 'class':
      return `class ${facts.classes[value.id]?.name ?? String(value.id)}`;
    case 'object':
      return `{${value.properties.map(({ key, value: part }) => (key === undefined ? inner(part) : `${key}: ${inner(part)}`)).join(', ')}}`;
    case 'array':
      return `[${list(value.elements)}]`;
    case 'binary':
    case 'logical':
      return `(${inner(value.left)} ${value.operator} ${inner(value.right)})`;
    case 'not':
      return `!${inner(value.value)}`;
    case 'choice':
      return `(${inner(value.test)} ? ${inner(value.then)} : ${inner(value.otherwise)})`;
    case 'await':
      return `await ${inner(value.value)}`;
    case 'template':
      return `\`${value.texts.map((text, index) => `${text}${value.values[index] ? `\${${inner(value.values[index])}}` : ''}`).join('')}\``;
    case 'each':
      return `${value.keys ? 'key' : 'each'}(${inner(value.of)})`;
    case 'spread':
      return `...${inner(value.value)}`;
    case 'unknown':
      return `‹${value.reason}›`;
  }
}

function nameOfFunction({ functions }: ModuleFacts, id: number): string {
  const fn = functions[id];
  return fn?.name ?? `${fn?.kind ?? '?'}#${String(id)}`;
}

export function showType(facts: ModuleFacts, { path, binding, from, args, members, also = [] }: TypeName): string {
  const name = `${from === undefined ? '' : `import(${from}).`}${path.join('.')}${binding === undefined ? '' : '°'}`;
  const types = (list: readonly TypeName[]): string => list.map((type) => showType(facts, type)).join(', ');
  const body = members && `{${members.map((member) => `${member.name}: ${showType(facts, member.type)}`).join('; ')}}`;
  return [`${name}${args.length > 0 ? `<${types(args)}>` : ''}${body ?? ''}`, ...also.map((type) => showType(facts, type))].join(' & ');
}
