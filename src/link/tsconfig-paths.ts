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
 * The nearest config, or those of the projects that it refers to, where the file belongs to one of them: a config
 * with `files: []` holds nothing but such references.
 */
function configsFor(manifests: Manifests, findPackage: FindPackage, from: string): Tsconfig[] {
  const path = nearestConfig(manifests, from);
  if (path === undefined) return [];
  const all = new Map<string, Tsconfig>();
  const add = (at: string): void => {
    const config = all.has(at) ? undefined : readTsconfig(manifests, findPackage, at);
    if (!config) return;
    all.set(at, config);
    for (const reference of config.references ?? []) {
      const referred = configAt(manifests, reference);
      if (referred !== undefined) add(referred);
    }
  };
  add(path);
  if (all.size === 1) return [...all.values()];
  const covering = [...all].filter(([at, config]) => covers(config, dirname(at), from));
  return (covering.length > 0 ? covering : [...all]).map(([, config]) => config);
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
