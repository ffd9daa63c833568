import * as valibot from 'valibot';

/** The plugin loads these when it needs them; a bundle has them at hand. */
const MODULES: Readonly<Record<string, unknown>> = { valibot };

const BUILTINS: ReadonlySet<string> = new Set(NODE_BUILTINS);

export function createRequire(): (name: string) => unknown {
  return (name) => {
    if (!(name in MODULES)) throw new Error(`${name} is not in the playground.`);
    return MODULES[name];
  };
}

export function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || BUILTINS.has(specifier);
}
