import { lineAt, type Value } from '../facts/module-facts.js';
import { type Link, type LinkedModule, type Term, termAt } from '../link/link.js';
import type { Companion } from '../link/program-index.js';
import { JOINING_PACKAGES, NOT_JOINING, STARTING_PACKAGES } from '../models/processes.js';
import { callsIn } from './forks.js';
import { packageParts } from './process-sides.js';
import type { Evidence } from './verdict.js';

/** Where a module has a package start several copies of the program. */
export function startedProcesses({ link, module, isTogether }: Companion): Evidence | undefined {
  if (!isTogether) return undefined;
  return evidence(link, module, (specifier, name, call) => {
    const found = STARTING_PACKAGES.find(({ specifiers }) => specifiers.includes(specifier));
    if (!found || !(found.functions ? found.functions.includes(name) : name === '' || name === 'default')) return false;
    return !isOnlyOne(link, call, found.counts ?? []);
  });
}

/** Where a module joins several processes, so that one can reach the clients of the others. */
export function joinedProcesses({ link, module, isTogether }: Companion): Evidence | undefined {
  if (!isTogether) return undefined;
  return evidence(link, module, (specifier, name) => JOINING_PACKAGES.includes(specifier) && !NOT_JOINING.has(name));
}

function evidence(link: Link, module: LinkedModule, is: (specifier: string, name: string, call: Term) => boolean): Evidence | undefined {
  let what: string | undefined;
  const [found] = callsIn(module, ({ value, frame }) => {
    const part = packageParts(link, termAt(value.callee, frame)).find(({ specifier, name }) => is(specifier, name, termAt(value, frame)));
    if (part) what ??= part.name === '' || part.name === 'default' ? `\`${part.specifier}\`` : `\`${part.name}\` of \`${part.specifier}\``;
    return part !== undefined;
  });
  return found && what !== undefined ? { what, path: module.path, line: lineAt(module.facts, found.event.range[0]) } : undefined;
}

/** The number of copies is written down, and is one. */
function isOnlyOne(link: Link, { value, frame }: Term, options: readonly string[]): boolean {
  const args = value.kind === 'call' ? value.args : [];
  const numbers = args.flatMap((argument): Value[] => {
    const [origin] = link.origins(termAt(argument, frame));
    if (origin?.value.kind === 'object') return origin.value.properties.flatMap(({ key, value: part }) => (key !== undefined && options.includes(key) ? [part] : []));
    return argument === args[0] && origin?.value.kind === 'literal' && typeof origin.value.value === 'number' ? [argument] : [];
  });
  return numbers.some((number) => {
    const { values, unknown } = link.numbers(termAt(number, frame));
    return unknown === undefined && values.length > 0 && Math.max(...values) <= 1;
  });
}
