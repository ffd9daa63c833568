import { join } from 'node:path';
import { isBuilt, sourceOfBuilt } from './built-files.js';
import { type Manifests, textsIn } from './manifests.js';
import { mapTargets } from './package-maps.js';
import { indexOf, sourceFile } from './source-probes.js';

/** The source file of a package of the project: of the package itself (`.`), or of a path in it (`./x`). */
export function packageSource(manifests: Manifests, home: string, request: string): string | undefined {
  const manifest = manifests.json(join(home, 'package.json')) ?? {};
  const exported = manifest['exports'] === undefined ? [] : mapTargets(manifest['exports'], request);
  if (request !== '.') return sourceOfTargets(manifests, home, [...exported, request, `./src/${request}`], []);
  const named = (...fields: string[]): string[] => fields.flatMap((field) => textsIn(manifest[field]));
  const targets = [...named('source'), ...exported, ...named('module', 'main', 'types', 'typings')];
  return sourceOfTargets(manifests, home, targets, ['./src/index']) ?? indexOf(manifests.files, home);
}

/** The source file of a request that starts with `#`, in the package that has it. */
export function importsTarget(manifests: Manifests, home: string, targets: readonly string[]): string | undefined {
  return sourceOfTargets(manifests, home, targets.filter((target) => target.startsWith('.')), []);
}

/** The source file of a folder that is imported by its path: for Node.js, `exports` say nothing about it. */
export function folderSource(manifests: Manifests, folder: string): string | undefined {
  if (!manifests.files.isFolder(folder)) return undefined;
  const manifest = manifests.json(join(folder, 'package.json'));
  const targets = manifest ? ['source', 'main', 'module', 'types'].flatMap((field) => textsIn(manifest[field])) : [];
  return sourceOfTargets(manifests, folder, targets, targets.length > 0 ? ['./src/index'] : []) ?? indexOf(manifests.files, folder);
}

/**
 * The first source among targets. What a build makes comes after what it is made from, and after the usual place of
 * sources: it need not exist, nor be up to date.
 */
function sourceOfTargets({ files }: Manifests, home: string, targets: readonly string[], usual: readonly string[]): string | undefined {
  const at = (target: string): string | undefined => sourceFile(files, join(home, target)) ?? indexOf(files, join(home, target));
  for (const target of targets) {
    const source = isBuilt(target) ? sourceOfBuilt(files, home, target) : at(target);
    if (source !== undefined) return source;
  }
  for (const target of [...usual, ...targets]) {
    const source = at(target);
    if (source !== undefined) return source;
  }
  return undefined;
}
