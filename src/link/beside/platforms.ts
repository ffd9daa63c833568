import path from 'node:path';
import { type ConfigNode, isSeveral, nodeAt, textAt } from './config-node.js';
import type { Deployment, ProgramPlace } from './program-place.js';

/** `min_machines_running = 2`, of services that run the program's package. */
export function flyMachines(text: string, file: string, place: ProgramPlace): Deployment[] {
  if (!place.isOwn(path.dirname(file))) return [];
  return text.split('\n').flatMap((line, index) => {
    const count = /^\s*min_machines_running\s*=\s*(?<count>\d+)/u.exec(line)?.groups?.['count'];
    return count !== undefined && Number(count) >= 2 ? [{ what: `\`min_machines_running = ${count}\``, path: file, line: index + 1 }] : [];
  });
}

/** Web services with several instances, or that may get several. */
export function renderInstances(document: ConfigNode, file: string, place: ProgramPlace): Deployment[] {
  const services = nodeAt(document, 'services')?.items ?? [];
  const web = services.filter((service) => ['web', 'pserv'].includes(textAt(service, 'type') ?? ''));
  return web.flatMap((service) => {
    const folder = path.resolve(path.dirname(file), textAt(service, 'rootDir') ?? textAt(service, 'dockerContext') ?? '');
    const count = [nodeAt(service, 'numInstances'), nodeAt(service, 'scaling', 'maxInstances')].find(isSeveral);
    const isAlone = web.filter((other) => textAt(other, 'rootDir') === textAt(service, 'rootDir')).length === 1;
    if (!count || !(isAlone ? place.isOwn(folder) : place.isStartedByCommand(textAt(service, 'startCommand') ?? '', folder))) return [];
    const key = count === nodeAt(service, 'numInstances') ? 'numInstances' : 'maxInstances';
    return [{ what: `\`${key}: ${String(count.text)}\``, path: file, line: count.line }];
  });
}

/** The number of web processes that an application is set up with. */
export function formation(document: ConfigNode, file: string, place: ProgramPlace): Deployment[] {
  const count = nodeAt(document, 'formation', 'web', 'quantity');
  if (!isSeveral(count) || !place.isOwn(path.dirname(file))) return [];
  return [{ what: `\`quantity: ${String(count.text)}\``, path: file, line: count.line }];
}
