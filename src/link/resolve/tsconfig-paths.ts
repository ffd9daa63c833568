import { dirname, join, resolve } from 'node:path';
import { foldersAbove, type Manifests, textsIn } from './manifests.js';
import { configAt, covers, type FindPackage, readTsconfig, type Tsconfig } from './tsconfig.js';

/** Where the tsconfig or jsconfig of a file says that a module is, best first; none of it need exist. */
export function aliasTargets(manifests: Manifests, findPackage: FindPackage, specifier: string, from: string): string[] {
  return configsFor(manifests, findPackage, from).flatMap((config) => [
    ...pathsTargets(config, specifier),
    ...(config.baseUrl === undefined ? [] : [join(config.baseUrl, specifier)]),
  ]);
}

/**
 * The nearest config, or where it does not have the file, those of the projects that it refers to: a config with
 * `files: []` holds nothing but such references.
 */
function configsFor(manifests: Manifests, findPackage: FindPackage, from: string): Tsconfig[] {
  const all = new Map<string, Tsconfig>();
  const pending = [nearestConfig(manifests, from)];
  for (const path of pending) {
    const config = path === undefined || all.has(path) ? undefined : readTsconfig(manifests, findPackage, path);
    if (path === undefined || !config) continue;
    const references = config.references ?? [];
    if (references.length === 0 && pending.length === 1) return [config];
    if (covers(config, dirname(path), from)) return [config];
    all.set(path, config);
    pending.push(...references.map((reference) => configAt(manifests, reference)));
  }
  return [...all.values()];
}

function nearestConfig(manifests: Manifests, from: string): string | undefined {
  for (const folder of foldersAbove(dirname(from))) {
    for (const name of ['tsconfig.json', 'jsconfig.json']) {
      const path = join(folder, name);
      const json = manifests.json(path);
      if (json && Object.keys(json).length > 0) return path;
    }
  }
  return undefined;
}

/** The pattern that is the specifier, or else the one with the longest text before its `*`. */
function pathsTargets({ paths = {}, pathsFolder = '', baseUrl = pathsFolder }: Tsconfig, specifier: string): string[] {
  let best: { before: string; matched: string; targets: unknown } | undefined;
  for (const [pattern, targets] of Object.entries(paths)) {
    const [before = '', after] = pattern.split('*');
    if (pattern === specifier) return textsIn(targets).map((target) => resolve(baseUrl, target));
    if (after === undefined || !specifier.startsWith(before) || !specifier.endsWith(after)) continue;
    if (specifier.length < before.length + after.length || (best && best.before.length >= before.length)) continue;
    best = { before, targets, matched: specifier.slice(before.length, specifier.length - after.length) };
  }
  const matched = best?.matched ?? '';
  return textsIn(best?.targets).map((target) => resolve(baseUrl, target.replace('*', () => matched)));
}
