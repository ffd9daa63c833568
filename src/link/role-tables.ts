import { roleChain } from '../models/index.js';
import type { MethodModel, RoleId, RoleModel } from '../models/model.js';

/** Looks a table up through what a role inherits. */
export function lookUp<Item>(role: RoleId, find: (model: RoleModel) => Item | undefined): Item | undefined {
  for (const model of roleChain(role)) {
    const found = find(model);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function methodOfRole(role: RoleId, name: string): MethodModel | undefined {
  return lookUp(role, (model) => (model.methods && Object.hasOwn(model.methods, name) ? model.methods[name] : undefined));
}
