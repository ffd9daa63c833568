import { encloses } from '../facts/ranges.js';
import { type Link, type RoleRef, termAt, type WayIn } from '../link/link.js';
import type { Mount } from '../link/mounts.js';
import { textOf } from '../link/value-names.js';

/** Servers on servers on servers: deeper is no program that a person wrote. */
const MAX_MOUNTS = 8;

/** The servers through which an emitter is reached, by their roots, each with the emitter's path there if that is known. */
export function pathsTo(link: Link, mounts: readonly Mount[], { root, key }: RoleRef): ReadonlyMap<string, string | undefined> {
  return reached(mounts, root, key && textOf(link, key));
}

/** Whether a server is mounted, at whatever depth, on one of others. */
export function isMountedOn(mounts: readonly Mount[], root: string, others: ReadonlyMap<string, unknown>): boolean {
  return [...reached(mounts, root, undefined).keys()].some((on) => on !== root && others.has(on));
}

function reached(mounts: readonly Mount[], root: string, own: string | undefined): ReadonlyMap<string, string | undefined> {
  const found = new Map([[root, own]]);
  let last = [root];
  for (let depth = 0; depth < MAX_MOUNTS && last.length > 0; depth += 1) {
    const next = mounts.filter((mount) => last.includes(mount.root) && !found.has(mount.on));
    for (const { root: from, on, path } of next) {
      const inner = found.get(from);
      found.set(on, path === undefined || inner === undefined ? undefined : `${path}/${inner}`);
    }
    last = next.map(({ on }) => on);
  }
  return found;
}

/** What is registered after an emitter does not run for it, if the library goes by the order. */
export function isInOrder({ model, at }: WayIn, { at: site }: WayIn): boolean {
  if (!model.isInOrder || at.frame.module !== site.frame.module || at.frame.fn !== site.frame.fn) return true;
  const isAround = at.value.kind === 'call' && at.value.args.some((argument) => encloses(argument, site.value));
  return isAround || at.value.range[1] <= site.value.range[1];
}

/** Whether a hook for a path runs for an emitter; where one of the paths is not known, it may. */
export function isUnder(link: Link, { model, at, emitter }: WayIn, path: string | undefined): boolean {
  const first = at.value.kind === 'call' ? at.value.args[0] : undefined;
  if (!model.isUnderPath || !first || path === undefined || emitter.id !== emitter.root) return true;
  const pattern = textOf(link, termAt(first, at.frame));
  return pattern === undefined || matches(segmentsOf(pattern), segmentsOf(path));
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

/** A path lies under a pattern if it goes on from it. */
function matches(pattern: readonly string[], path: readonly string[]): boolean {
  return pattern.every((segment, index) => {
    const other = path[index];
    if (segment === '*') return true;
    return other !== undefined && (segment === other || /[:*{?]/u.test(segment) || /[:*{?]/u.test(other));
  });
}
