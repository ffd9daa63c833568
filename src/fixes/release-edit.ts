import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Range } from '../facts/module-facts.js';
import type { ReleasePlace } from '../verdict/guard-words.js';
import type { Edit } from './guard-fix.js';
import type { GuardRequest } from './guard-request.js';
import { type GuardNames, releaseLines } from './guard-text.js';
import { inStyle, type SourceStyle } from './source-style.js';
import { marginOf } from './tree-places.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Gives the slot back at the beginning of the function for the end of a connection; where there is none, writes it. */
export function releaseEdit(request: GuardRequest, place: ReleasePlace, names: GuardNames, style: SourceStyle): Edit[] | undefined {
  const { sourceCode } = request;
  const lines = releaseLines(request, place, names, style);
  const edit = place.body ? atStartOf(sourceCode, place.body, lines, style) : functionBeside(request, place.beside, { ...place.model, lines }, style);
  return edit && [edit];
}

/** Lines at the beginning of a function's body; undefined where that is an expression. */
export function atStartOf(sourceCode: SourceCode, [start, end]: Range, lines: readonly string[], style: SourceStyle): Edit | undefined {
  if (sourceCode.text[start] !== '{') return undefined;
  const isEmpty = sourceCode.text.slice(start + 1, end - 1).trim() === '';
  const margin = marginOf(sourceCode, start);
  const body = inStyle(lines, style, margin + style.indent).join(style.newline);
  return { start: start + 1, ...(isEmpty && { end: end - 1 }), text: style.newline + body + (isEmpty ? style.newline + margin : '') };
}

interface Written {
  /** The option or method, dots between levels. */
  readonly within: string;
  readonly parameters: readonly string[];
  readonly lines: readonly string[];
}

/** A function of the same object or class, behind the one at the range. */
export function functionBeside({ sourceCode }: GuardRequest, range: Range, { within, parameters, lines }: Written, style: SourceStyle): Edit | undefined {
  const beside = memberAt(sourceCode, range);
  if (!beside) return undefined;
  const isClass = beside.type !== 'Property';
  const margin = marginOf(sourceCode, beside.range[0]);
  const name = within.split('.').at(-1) ?? '';
  const given = parameters.map((parameter, index) => parameter + (index === 0 && isClass ? firstType(sourceCode, beside) : ''));
  const text = inStyle([`${name}(${given.join(', ')}) {`, ...lines.map((line) => `  ${line}`), '}'], style, margin).join(style.newline);
  return { start: beside.range[1], text: (isClass ? style.newline : ',') + style.newline + text };
}

type Member = TSESTree.Property | TSESTree.MethodDefinition | TSESTree.PropertyDefinition;

/** The property or the method that the function is. */
export function memberAt(sourceCode: SourceCode, [start]: Range): Member | undefined {
  let node: TSESTree.Node | null | undefined = sourceCode.getNodeByRangeIndex(start);
  while (node && node.type !== 'Property' && node.type !== 'MethodDefinition' && node.type !== 'PropertyDefinition') {
    if (node.type === 'BlockStatement' || node.type === 'Program') return undefined;
    node = node.parent;
  }
  return node ?? undefined;
}

/** The annotation of the function's first parameter. */
function firstType({ text }: SourceCode, { value }: Member): string {
  const parameter = value && 'params' in value ? value.params[0] : undefined;
  const annotation = parameter?.type === 'Identifier' ? parameter.typeAnnotation : undefined;
  return annotation ? text.slice(...annotation.range) : '';
}
