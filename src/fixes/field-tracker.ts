import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Edit } from './guard-fix.js';
import { freeName, inStyle, type SourceStyle } from './source-style.js';
import { marginOf } from './tree-places.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** The Map that is a field of the class around a place. */
export interface FieldTracker {
  readonly name: string;
  /** The class that lacks it. */
  readonly missingIn?: TSESTree.ClassBody;
}

export function fieldTracker(sourceCode: SourceCode, offset: number): FieldTracker | undefined {
  const body = classAt(sourceCode, offset);
  if (!body) return undefined;
  const names = body.body.flatMap((member) => ('key' in member && member.key.type === 'Identifier' ? [member.key.name] : []));
  const known = body.body.find((member) => member.type === 'PropertyDefinition' && isMap(member));
  if (known?.type === 'PropertyDefinition' && known.key.type === 'Identifier') return { name: known.key.name };
  return { name: freeName(new Set([...names, ...parameterFields(body)]), 'connectionsPerUser', 'openConnectionsPerUser'), missingIn: body };
}

/** The field's declaration, as the class's first member. */
export function fieldEdit(sourceCode: SourceCode, { name, missingIn }: FieldTracker, style: SourceStyle): Edit[] {
  if (!missingIn) return [];
  const [start] = missingIn.range;
  const text = style.isTypeScript ? `private readonly ${name} = new Map<unknown, Set<unknown>>();` : `${name} = new Map();`;
  const margin = marginOf(sourceCode, start) + style.indent;
  return [{ start: start + 1, text: style.newline + inStyle([text], style, margin).join('') + (missingIn.body.length > 0 ? style.newline : '') }];
}

/** A field that an earlier fix declared. */
function isMap({ key, value, static: isStatic }: TSESTree.PropertyDefinition): boolean {
  return !isStatic && key.type === 'Identifier' && /^(?:open)?connectionsPerUser\d*$/iu.test(key.name) && value?.type === 'NewExpression' && value.callee.type === 'Identifier' && value.callee.name === 'Map';
}

/** `constructor(private readonly state: State)` */
function parameterFields({ body }: TSESTree.ClassBody): string[] {
  const own = body.find((member) => member.type === 'MethodDefinition' && member.kind === 'constructor');
  const parameters = own?.type === 'MethodDefinition' ? own.value.params : [];
  return parameters.flatMap((parameter) => (parameter.type === 'TSParameterProperty' && parameter.parameter.type === 'Identifier' ? [parameter.parameter.name] : []));
}

/** The class whose `this` a place sees. */
function classAt(sourceCode: SourceCode, offset: number): TSESTree.ClassBody | undefined {
  let node: TSESTree.Node | null | undefined = sourceCode.getNodeByRangeIndex(offset);
  while (node && node.type !== 'ClassBody') {
    const isOwn = node.type === 'FunctionDeclaration' || (node.type === 'FunctionExpression' && node.parent.type !== 'MethodDefinition');
    if (isOwn || node.type === 'StaticBlock' || (node.type === 'MethodDefinition' && node.static)) return undefined;
    node = node.parent;
  }
  return node ?? undefined;
}
