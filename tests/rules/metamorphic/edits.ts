import { parseForESLint } from '@typescript-eslint/parser';
import type { TSESTree } from '@typescript-eslint/utils';
import type { Language } from '../lint.js';

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Program {
  readonly code: string;
  readonly ast: TSESTree.Program;
  readonly scopes: ReturnType<typeof parseForESLint>['scopeManager'];
}

export function parse(code: string, language: Language): Program {
  const { ast, scopeManager } = parseForESLint(code, { range: true, sourceType: language === 'cjs' ? 'commonjs' : 'module' });
  return { code, ast, scopes: scopeManager };
}

/** Edits that begin at one place stay in their order. */
export function applied(code: string, edits: readonly Edit[]): string {
  let text = '';
  let at = 0;
  for (const { start, end, text: inserted } of [...edits].sort((a, b) => a.start - b.start)) {
    text += code.slice(at, start) + inserted;
    at = Math.max(at, end);
  }
  return text + code.slice(at);
}

/** Every node below one, itself included, in the order of the text. */
export function nodesOf(root: TSESTree.Node): TSESTree.Node[] {
  const found: TSESTree.Node[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isNode(value)) {
      found.push(value);
      for (const [key, child] of Object.entries(value)) if (key !== 'parent') visit(child);
    }
  };
  visit(root);
  return found.sort((a, b) => a.range[0] - b.range[0] || b.range[1] - a.range[1]);
}

function isNode(value: unknown): value is TSESTree.Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'range' in value;
}
