import path from 'node:path';
import { BACKGROUND, FOREIGN_IMAGE, WORKLOADS } from '../../models/processes.js';
import { type ConfigNode, isSeveral, nodeAt, textAt } from './config-node.js';
import type { Deployment } from './program-place.js';

/** A document of a file, and the file. */
export interface PlacedDocument {
  readonly path: string;
  readonly document: ConfigNode;
}

interface Workload {
  readonly name: string;
  readonly images: readonly string[];
}

/** How the program may be called: by its package, by its folder; and how others of the repository are. */
export interface ProgramNames {
  readonly own: ReadonlySet<string>;
  readonly others: ReadonlySet<string>;
}

/** Workloads of a cluster that evidently run the program, and run it more than once. */
export function scheduledProcesses(documents: readonly PlacedDocument[], names: ProgramNames): Deployment[] {
  const workloads = workloadsIn(documents);
  const ours = new Set(ownWorkloads(workloads, names));
  return documents.flatMap(({ path: file, document }): Deployment[] => {
    const kind = textAt(document, 'kind') ?? '';
    const isScaler = kind === 'HorizontalPodAutoscaler';
    const name = isScaler ? textAt(document, 'spec', 'scaleTargetRef', 'name') : textAt(document, 'metadata', 'name');
    const key = isScaler ? 'maxReplicas' : 'replicas';
    const count = isScaler || WORKLOADS.has(kind) ? nodeAt(document, 'spec', key) : undefined;
    if (!isSeveral(count) || name === undefined || !ours.has(name)) return [];
    return [{ what: `\`${key}: ${String(count.text)}\` of \`${name}\``, path: file, line: count.line }];
  });
}

function workloadsIn(documents: readonly PlacedDocument[]): readonly Workload[] {
  const images = new Map<string, Set<string>>();
  for (const { document } of documents) {
    const name = textAt(document, 'metadata', 'name');
    if (name === undefined || !WORKLOADS.has(textAt(document, 'kind') ?? '')) continue;
    const containers = nodeAt(document, 'spec', 'template', 'spec', 'containers')?.items ?? [];
    const known = images.get(name) ?? new Set<string>();
    images.set(name, known);
    for (const container of containers) known.add(textAt(container, 'image') ?? '');
  }
  return [...images].map(([name, found]) => ({ name, images: [...found].filter((image) => image !== '' && !FOREIGN_IMAGE.test(imageName(image))) })).filter((workload) => workload.images.length > 0);
}

/** Those that are called like the program; else the only one that the repository has, if it is called like nothing else. */
function ownWorkloads(workloads: readonly Workload[], { own, others }: ProgramNames): string[] {
  const namesOf = ({ name, images }: Workload): string[] => [name, ...images.map(imageName)];
  const named = workloads.filter((workload) => namesOf(workload).some((name) => own.has(name)));
  if (named.length > 0) return named.map(({ name }) => name);
  const [only] = workloads;
  const isOther = only !== undefined && (BACKGROUND.test(only.name) || namesOf(only).some((name) => others.has(name)));
  return workloads.length === 1 && only && !isOther ? [only.name] : [];
}

/** `registry.example.com/team/chat:1.2` → `chat`. */
function imageName(image: string): string {
  return path.posix.basename(image).replace(/[:@][\s\S]*$/u, '');
}
