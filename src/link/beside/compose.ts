import path from 'node:path';
import { BACKGROUND } from '../../models/processes.js';
import { type ConfigNode, isSeveral, nodeAt, textAt } from './config-node.js';
import { type Deployment, type ProgramPlace, scriptIn } from './program-place.js';

/** A file with services, and what it says. */
export interface ComposeFile {
  readonly path: string;
  readonly documents: readonly ConfigNode[];
}

interface Service {
  readonly name: string;
  readonly node: ConfigNode;
  readonly file: string;
  /** The folder that it is built from, also where another file beside it says so. */
  readonly context: string;
  readonly command: string;
}

/** Services that are built from the program's folder, and run more than once. */
export function composedProcesses(files: readonly ComposeFile[], place: ProgramPlace): Deployment[] {
  const services = servicesIn(files).filter(({ context }) => place.isIn(context));
  const innermost = Math.max(...services.map(({ context }) => context.length));
  const own = services.filter(({ context }) => context.length === innermost);
  const names = new Set(own.map(({ name }) => name));
  return own.flatMap((service) => {
    const count = [nodeAt(service.node, 'deploy', 'replicas'), nodeAt(service.node, 'scale')].find(isSeveral);
    if (!count || !takesConnections(service, names.size === 1, place)) return [];
    const [key] = count === nodeAt(service.node, 'scale') ? ['scale'] : ['replicas'];
    return [{ what: `\`${key}: ${String(count.text)}\` of \`${service.name}\``, path: service.file, line: count.line }];
  });
}

/** Of several services that are built from the same folder, some do other work. */
function takesConnections({ name, node, context, command }: Service, isOnly: boolean, place: ProgramPlace): boolean {
  const isStarted = place.isStartedBy(scriptIn(command), context);
  if (isStarted !== undefined) return isStarted;
  if (isOnly) return true;
  return !BACKGROUND.test(name) && ['ports', 'expose', 'labels'].some((key) => nodeAt(node, key) !== undefined);
}

function servicesIn(files: readonly ComposeFile[]): Service[] {
  const all = files.flatMap(({ path: file, documents }) =>
    documents.flatMap((document) => [...(nodeAt(document, 'services')?.entries ?? [])].map(([name, node]) => ({ name, node, file }))),
  );
  return all.flatMap(({ name, node, file }): Service[] => {
    const folder = path.dirname(file);
    const same = [node, ...all.filter((other) => other.name === name && path.dirname(other.file) === folder).map((other) => other.node)];
    const build = same.map((one) => textAt(one, 'build') ?? textAt(one, 'build', 'context') ?? (nodeAt(one, 'build')?.entries ? '.' : undefined)).find((found) => found !== undefined);
    if (build === undefined || /^\w+:\/\/|\$/u.test(build)) return [];
    const words = same.map((one) => nodeAt(one, 'command')).find((found) => found !== undefined);
    const command = words?.text ?? words?.items?.map(({ text }) => text ?? '').join(' ') ?? '';
    return [{ name, node, file, context: path.resolve(folder, build), command }];
  });
}
