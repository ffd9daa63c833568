import path from 'node:path';
import type { Manifests } from '../resolve/manifests.js';
import type { Resolve } from '../resolve/resolve.js';

/** What says that a program runs in several processes, for a reader. */
export interface Deployment {
  readonly what: string;
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

/** A path to a source, as commands write it. */
const SCRIPT = /(?:^|[\s"'=])(?<script>(?!-)[\w@./-]+\.[cm]?[jt]s)(?=$|[\s"',;&|])/u;

/** Where a program lies among the files that may start it. */
export class ProgramPlace {
  readonly file: string;
  /** The folder of its package. */
  readonly home: string | undefined;
  private readonly manifests: Manifests;
  private readonly resolve: Resolve;
  private readonly leads: (from: string, to: string) => boolean;

  constructor(file: string, manifests: Manifests, resolve: Resolve, leads: (from: string, to: string) => boolean) {
    this.file = file;
    this.manifests = manifests;
    this.resolve = resolve;
    this.leads = leads;
    this.home = manifests.packageAround(path.dirname(file))?.[0];
  }

  /** Whether a folder belongs to the same package. */
  isOwn(folder: string): boolean {
    return this.home !== undefined && this.manifests.packageAround(folder)?.[0] === this.home;
  }

  isIn(folder: string): boolean {
    const relative = path.relative(folder, this.file);
    return !relative.startsWith('..') && !path.isAbsolute(relative);
  }

  /** Whether a script is one that the program begins with; undefined where its source is not found. */
  isStartedBy(script: string | undefined, folder: string): boolean | undefined {
    if (script === undefined) return undefined;
    const named = path.isAbsolute(script) || script.startsWith('.') ? script : `./${script}`;
    const source = this.resolve(named, path.join(folder, 'x.js'));
    return source === undefined ? undefined : source === this.file || this.leads(source, this.file);
  }

  /** The same for the first source that a command names; where it names none, the package decides. */
  isStartedByCommand(command: string, folder: string): boolean {
    return this.isStartedBy(scriptIn(command), folder) ?? this.isOwn(folder);
  }
}

export function scriptIn(command: string): string | undefined {
  return SCRIPT.exec(command)?.groups?.['script'];
}
