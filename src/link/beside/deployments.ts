import path from 'node:path';
import type { Companion } from '../program-index.js';
import { isObject, type Manifests } from '../resolve/manifests.js';
import type { Resolve } from '../resolve/resolve.js';
import { isInside, MAX_LENGTH } from '../source-files.js';
import { type BesideFile, BesideFiles } from './beside-files.js';
import { composedProcesses } from './compose.js';
import { readConfigCode } from './config-code.js';
import type { ConfigNode } from './config-node.js';
import { readJson } from './json-node.js';
import { flyMachines, formation, renderInstances } from './platforms.js';
import { commandedProcesses, commandsIn, managedProcesses, scriptsIn } from './process-managers.js';
import { type Deployment, ProgramPlace } from './program-place.js';
import { type ProgramNames, scheduledProcesses } from './workloads.js';
import { readYaml } from './yaml.js';

/** What the deployments of a project need from the rest of the room. */
interface Tools {
  readonly manifests: Manifests;
  readonly resolve: Resolve;
  /** Whether the imports of one file lead to another. */
  readonly leads: (from: string, to: string) => boolean;
  /** A program of one file, to read what a configuration that is code exports. */
  readonly program: (file: string) => Omit<Companion, 'isTogether'> | undefined;
}

/** Reads what starts the programs of a project. Nothing is run, and what is broken or too long says nothing. */
export class Deployments {
  private readonly tools: Tools;
  private readonly beside: BesideFiles;
  private readonly known = new Map<string, { readonly stamp: string; readonly nodes: readonly ConfigNode[] }>();

  constructor(tools: Tools) {
    this.tools = tools;
    this.beside = new BesideFiles(tools.manifests.files);
  }

  /** Where it is written that the program with this file runs in several processes. */
  of(file: string): readonly Deployment[] {
    const { manifests, resolve, leads } = this.tools;
    const root = manifests.files.realPath(this.beside.rootOf(path.dirname(file)));
    const files = this.beside.around(file).filter((one) => isInside(manifests.files.realPath(one.path), root));
    const place = new ProgramPlace(file, manifests, resolve, leads);
    const documentsOf = (kind: BesideFile['kind']): { path: string; documents: readonly ConfigNode[] }[] =>
      files.filter((one) => one.kind === kind).map((one) => ({ path: one.path, documents: this.documents(one.path) }));
    return [
      ...documentsOf('manager').flatMap(({ path: at, documents }) => managedProcesses(documents[0], at, place)),
      ...files.flatMap((one) => (one.kind === 'commands' ? commandedProcesses(commandsIn(this.text(one.path) ?? '', one.path), one.path, place) : [])),
      ...files.flatMap((one) => (one.kind === 'platform' ? this.onPlatform(one.path, place) : [])),
      ...composedProcesses(documentsOf('compose'), place),
      ...scheduledProcesses(
        documentsOf('workload').flatMap(({ path: at, documents }) => documents.map((document) => ({ path: at, document }))),
        this.namesOf(place, files),
      ),
    ];
  }

  private onPlatform(file: string, place: ProgramPlace): readonly Deployment[] {
    const name = path.basename(file);
    if (name === 'fly.toml') return flyMachines(this.text(file) ?? '', file, place);
    const documents = this.documents(file);
    if (name === 'package.json') return documents.flatMap((document) => commandedProcesses(scriptsIn(document), file, place));
    return documents.flatMap((document) => (name === 'app.json' ? formation(document, file, place) : renderInstances(document, file, place)));
  }

  private text(file: string): string | undefined {
    const text = this.tools.manifests.text(file);
    return text !== undefined && text.length <= MAX_LENGTH ? text : undefined;
  }

  /** What a file says, read once for each of its states. */
  private documents(file: string): readonly ConfigNode[] {
    const stamp = this.tools.manifests.files.stamp(file);
    if (stamp === undefined) return [];
    const known = this.known.get(file);
    if (known?.stamp === stamp) return known.nodes;
    const nodes = this.parse(file);
    this.known.set(file, { stamp, nodes });
    return nodes;
  }

  private parse(file: string): readonly ConfigNode[] {
    if (/\.[cm]?[jt]s$/u.test(file)) {
      const program = this.tools.program(file);
      const node = program && readConfigCode(program.link, program.module);
      return node ? [node] : [];
    }
    const text = this.text(file);
    if (text === undefined) return [];
    return file.endsWith('.json') ? [readJson(this.tools.manifests.json(file), text)] : readYaml(text);
  }

  private namesOf({ home }: ProgramPlace, files: readonly BesideFile[]): ProgramNames {
    const { manifests } = this.tools;
    const packages = files.filter((one) => path.basename(one.path) === 'package.json').map((one) => path.dirname(one.path));
    const names = (folder: string): string[] => {
      const manifest = manifests.json(path.join(folder, 'package.json'));
      const name = isObject(manifest) ? manifest['name'] : undefined;
      return [path.basename(folder), ...(typeof name === 'string' ? [name.replace(/^@[^/]*\//u, '')] : [])];
    };
    const own = new Set(home === undefined ? [] : names(home));
    return { own, others: new Set(packages.filter((folder) => folder !== home).flatMap(names).filter((name) => !own.has(name))) };
  }
}
