import type { Results } from './results.js';
import { shown, table } from './tables.js';

export function commandsSection(commands: Results['commands']): string {
  if (!commands) return '';
  const rows = commands.map(({ processes, cpu, peak, floorCpu }) => [`\`--concurrency ${String(processes)}\``, shown(cpu), shown(peak), shown(floorCpu)]);
  return `## With \`--concurrency\`

The command line of ESLint on nothing but servers, with all rules of \`strict\`. Threads share no memory, so each of them loads ESLint, the parser and the
plugin, and reads for itself the other files that its verdicts need. That is time of the processor, not of waiting: two
threads are still done sooner than one where two processors are free and the project is large.

${table(['', 'CPU time, against the rule that does nothing with as many threads', 'most memory, likewise', 'that rule, against itself with one thread'], rows)}`;
}
