import { dirname, extname, join, resolve } from 'node:path';
import { globTest, segmentsOf, slashed } from './globs.js';
import { isObject, type Json, type Manifests, textsIn } from './manifests.js';

/** What a tsconfig says about where modules are, with what it extends; all paths are absolute. */
export interface Tsconfig {
  readonly baseUrl?: string;
  readonly paths?: Json;
  /** What the targets of `paths` are relative to without a `baseUrl`. */
  readonly pathsFolder?: string;
  readonly files?: readonly string[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly references?: readonly string[];
}

/** Finds the folder of a package by its name, from a folder. */
export type FindPackage = (name: string, from: string) => string | undefined;

const CONFIG_DIR = '${configDir}';

/** A base that is not installed is left out: the rest of the config still holds. */
export function readTsconfig(manifests: Manifests, findPackage: FindPackage, path: string): Tsconfig | undefined {
  const configDir = dirname(path);
  const known = new Map<string, Tsconfig | undefined>();
  const read = (at: string): Tsconfig | undefined => {
    if (known.has(at)) return known.get(at);
    // Nothing yet for one that extends itself.
    known.set(at, undefined);
    const json = manifests.json(at);
    if (!json) return undefined;
    const bases = textsIn(json['extends']).map((name) => {
      const base = findBase(manifests, findPackage, name, dirname(at));
      return base === undefined ? undefined : read(base);
    });
    const inherited: Tsconfig = Object.assign({}, ...bases) as Tsconfig;
    // References are not inherited: the config's own replace them.
    const config = { ...inherited, ...ownOptions(json, dirname(at), configDir) };
    known.set(at, config);
    return config;
  };
  return read(path);
}

function ownOptions(json: Json, folder: string, configDir: string): Tsconfig {
  const absolute = (text: string): string => (text.startsWith(CONFIG_DIR) ? join(configDir, text.slice(CONFIG_DIR.length)) : resolve(folder, text));
  const list = (key: string): string[] => textsIn(json[key]).map(absolute);
  const options = isObject(json['compilerOptions']) ? json['compilerOptions'] : {};
  const { baseUrl, paths } = options;
  const references = Array.isArray(json['references']) ? (json['references'] as unknown[]) : [];
  return {
    ...(typeof baseUrl === 'string' && { baseUrl: absolute(baseUrl) }),
    ...(isObject(paths) && { pathsFolder: folder, paths: withConfigDir(paths, configDir) }),
    ...(json['files'] !== undefined && { files: list('files') }),
    ...(json['include'] !== undefined && { include: list('include') }),
    ...(json['exclude'] !== undefined && { exclude: list('exclude') }),
    references: references.flatMap((reference) => (isObject(reference) ? textsIn(reference['path']).map(absolute) : [])),
  };
}

function withConfigDir(paths: Json, configDir: string): Json {
  const entries = Object.entries(paths).map(([pattern, targets]) => [pattern, textsIn(targets).map((target) => target.replace(CONFIG_DIR, () => configDir))]);
  return Object.fromEntries(entries) as Json;
}

/** The file that `extends` names: by its path, or in a package. */
function findBase(manifests: Manifests, findPackage: FindPackage, name: string, folder: string): string | undefined {
  if (/^(?:\.|\/|[a-z]:)/i.test(name)) return configAt(manifests, resolve(folder, name));
  const [, packageName = name, rest = ''] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(name) ?? [];
  const home = findPackage(packageName, folder);
  if (home === undefined) return undefined;
  const [main] = rest === '' ? textsIn(manifests.json(join(home, 'package.json'))?.['tsconfig']) : [];
  return configAt(manifests, join(home, main ?? rest));
}

/** A config by its path: with or without `.json`, or the one in the folder. */
export function configAt({ files }: Manifests, path: string): string | undefined {
  return [path, `${path}.json`, join(path, 'tsconfig.json')].find((file) => extname(file) === '.json' && files.isFile(file));
}

/** Whether a file is part of a project. JavaScript counts too: its aliases are the same, though nothing checks its types. */
export function covers(config: Tsconfig, folder: string, file: string): boolean {
  const path = slashed(file);
  if (config.files?.some((listed) => slashed(listed) === path)) return true;
  const include = config.include ?? (config.files ? [] : [folder]);
  // A name without a wildcard can be that of a folder.
  const isIncluded = include.some((pattern) => globTest(pattern, !/[*?]/.test(segmentsOf(pattern).at(-1) ?? ''))(path));
  return isIncluded && !config.exclude?.some((pattern) => globTest(pattern, true)(path));
}
