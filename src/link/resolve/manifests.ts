import { dirname, join } from 'node:path';
import type { SourceFiles } from '../source-files.js';

/** An object of a configuration file, of which nothing is known yet. */
export type Json = Readonly<Record<string, unknown>>;

/** The configuration files of projects, each read again only when its stamp changes. */
export class Manifests {
  readonly files: SourceFiles;
  private readonly known = new Map<string, { stamp: string; text: string; json?: Json }>();
  private consulted = new Map<string, string>();

  constructor(files: SourceFiles) {
    this.files = files;
  }

  /** Undefined where it is absent. One that is broken says nothing: it must not help, nor harm. */
  json(path: string): Json | undefined {
    const entry = this.entry(path);
    return entry && (entry.json ??= parsed(entry.text));
  }

  text(path: string): string | undefined {
    return this.entry(path)?.text;
  }

  /** Runs a question, and says which configuration files it read, with the stamps that they had. */
  watch<Answer>(question: () => Answer): [answer: Answer, consulted: ReadonlyMap<string, string>] {
    const outer = this.consulted;
    const consulted = (this.consulted = new Map<string, string>());
    const answer = question();
    this.consulted = outer;
    return [answer, consulted];
  }

  /** The folder of the nearest package.json, and what it says. */
  packageAround(folder: string): [folder: string, manifest: Json] | undefined {
    for (const around of foldersAbove(folder)) {
      const manifest = this.json(join(around, 'package.json'));
      if (manifest) return [around, manifest];
    }
    return undefined;
  }

  private entry(path: string): { stamp: string; text: string; json?: Json } | undefined {
    const stamp = this.files.stamp(path);
    if (stamp === undefined) return undefined;
    this.consulted.set(path, stamp);
    const known = this.known.get(path);
    if (known?.stamp === stamp) return known;
    const text = this.files.read(path);
    if (text === undefined) return undefined;
    const entry = { stamp, text };
    this.known.set(path, entry);
    return entry;
  }
}

/** A folder and all around it, innermost first. */
export function* foldersAbove(folder: string): Generator<string> {
  for (let around = folder; ; around = dirname(around)) {
    yield around;
    if (dirname(around) === around) return;
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The texts in a field that may hold one, a list of them, or anything else. */
export function textsIn(value: unknown): string[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).filter((item) => typeof item === 'string');
}

/** What may stand in a tsconfig.json besides JSON, and texts, in which it means nothing. */
const COMMENT = /("(?:[^"\\\n]|\\.)*"?)|\/\/.*|\/\*[\s\S]*?(?:\*\/|$)/g;
const TRAILING_COMMA = /("(?:[^"\\\n]|\\.)*"?)|,(?=\s*[\]}])/g;

function parsed(text: string): Json {
  const plain = text.replace(/^\uFEFF/, '');
  for (const attempt of [() => plain, () => plain.replace(COMMENT, '$1').replace(TRAILING_COMMA, '$1')]) {
    try {
      const json: unknown = JSON.parse(attempt());
      if (isObject(json)) return json;
    } catch {
      // Not plain JSON, or broken: what is broken says nothing.
    }
  }
  return {};
}
