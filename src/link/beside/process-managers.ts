import path from 'node:path';
import { MANAGER_COMMANDS, MANAGER_INSTANCES } from '../../models/processes.js';
import { type ConfigNode, nodeAt, textAt } from './config-node.js';
import type { Deployment, ProgramPlace } from './program-place.js';

/** What a file of a process manager says of the program. */
export function managedProcesses(root: ConfigNode | undefined, file: string, place: ProgramPlace): Deployment[] {
  const apps = nodeAt(root, 'apps')?.items ?? root?.items ?? [nodeAt(root, 'apps') ?? root].filter((app) => app !== undefined);
  const folder = path.dirname(file);
  return apps.flatMap((app) => {
    const instances = nodeAt(app, 'instances');
    if (!instances || !isSeveralInstances(instances.text) || !isShared(app)) return [];
    const cwd = path.resolve(folder, textAt(app, 'cwd') ?? '');
    const isStarted = place.isStartedBy(textAt(app, 'script'), cwd) ?? (apps.length === 1 && place.isOwn(cwd));
    return isStarted ? [{ what: `\`instances: ${instances.text ?? '…'}\``, path: file, line: instances.line }] : [];
  });
}

/** Without a mode, a number of instances are copies that share their port; so are those that each have a port of their own. */
function isShared(app: ConfigNode): boolean {
  return textAt(app, 'exec_mode')?.startsWith('fork') !== true || nodeAt(app, 'increment_var') !== undefined;
}

/** `max`, and what is less than one, depend on the number of processors. */
function isSeveralInstances(text: string | undefined): boolean {
  return text !== undefined && (text === 'max' || (/^-?\d+$/u.test(text) && Number(text) !== 1));
}

interface Command {
  readonly text: string;
  readonly line: number;
}

/** What commands say of the program: scripts of a package, a Procfile, the last line of an image. */
export function commandedProcesses(commands: readonly Command[], file: string, place: ProgramPlace): Deployment[] {
  const folder = path.dirname(file);
  return commands.flatMap(({ text, line }) =>
    text.split(/&&|\|\||[;|]/u).flatMap((command) => {
      const name = MANAGER_COMMANDS.exec(command)?.groups?.['name'];
      const option = MANAGER_INSTANCES.exec(command);
      if (name === undefined || !option || !isSeveralInstances(option.groups?.['instances']) || !place.isStartedByCommand(command, folder)) return [];
      return [{ what: `\`${name} …${option[0]}\``, path: file, line }];
    }),
  );
}

/** The commands in the text of a Procfile or a Dockerfile. */
export function commandsIn(text: string, file: string): Command[] {
  const isDockerfile = /dockerfile/iu.test(path.basename(file));
  const starts = isDockerfile ? /^\s*(?:CMD|ENTRYPOINT)\s/iu : /^[\w-]+:/u;
  return text.split('\n').flatMap((line, index) => (starts.test(line) ? [{ text: line.replaceAll(/["',[\]]+/gu, ' '), line: index + 1 }] : []));
}

/** The scripts of a package. */
export function scriptsIn(root: ConfigNode): Command[] {
  return [...(nodeAt(root, 'scripts')?.entries ?? [])].flatMap(([name, { text, line }]) => (text === undefined || /test|bench|example|demo/iu.test(name) ? [] : [{ text, line }]));
}
