import type { CallValue, ObjectValue, Value } from '../facts/module-facts.js';
import type { Catalogue } from '../models/catalogue.js';
import { bareFrame, type LinkedModule, type Term, termAt } from './link.js';

/** The call that a runtime makes of what a module exports by default: `export default { fetch, websocket }`. */
export function servedByDefault(module: LinkedModule, { defaultServers }: Catalogue): Term<CallValue> | undefined {
  const value = module.facts.exports.find(({ name }) => name === 'default')?.value;
  const options = value && objectOf(module, value);
  if (!options) return undefined;
  for (const { specifier, has, by } of defaultServers) {
    const properties = has.map((key) => options.properties.find((property) => property.key === key));
    const last = properties.at(-1);
    if (!last || properties.includes(undefined)) continue;
    const { range } = options;
    const callee: Value = { kind: 'import', specifier, name: by, range };
    return termAt({ kind: 'call', callee, args: [options], isNew: false, headRange: last.keyRange, range }, bareFrame(module, 0));
  }
  return undefined;
}

/** The object itself, also by its name. */
function objectOf({ facts }: LinkedModule, value: Value): ObjectValue | undefined {
  if (value.kind === 'object') return value;
  if (value.kind !== 'binding') return undefined;
  const [top] = facts.functions;
  const assigned = top?.events.find((event) => event.kind === 'assign' && event.target.kind === 'binding' && event.target.id === value.id);
  return assigned?.kind === 'assign' && assigned.value.kind === 'object' ? assigned.value : undefined;
}
