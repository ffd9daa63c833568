import type * as Parser from '@typescript-eslint/parser';

let parser: typeof Parser | undefined;

export function isTypeScript(path: string): boolean {
  return /\.[cm]?tsx?$/u.test(path);
}

/** Fetches the parser, which brings TypeScript and is by far the largest part of the playground. */
export async function loadTypeScript(): Promise<void> {
  parser ??= await import('@typescript-eslint/parser');
}

/** Undefined until it is loaded. */
export function typescriptParser(): typeof Parser | undefined {
  return parser;
}
