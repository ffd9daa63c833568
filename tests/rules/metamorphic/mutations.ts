import type { TSESTree } from '@typescript-eslint/utils';
import type { Language } from '../lint.js';
import { applied, type Edit, nodesOf, parse, type Program } from './edits.js';

/** Another program, or undefined where there is nothing to change. */
export type Mutation = (code: string, language: Language) => string | undefined;

function mutation(edit: (program: Program) => readonly Edit[]): Mutation {
  return (code, language) => {
    const edits = edit(parse(code, language));
    return edits.length === 0 ? undefined : applied(code, edits);
  };
}

/** Names that other code or the code itself may ask for by name. */
function publicNames({ ast }: Program): Set<string> {
  const names = new Set<string>();
  for (const node of nodesOf(ast)) {
    if (node.type === 'TSParameterProperty') names.add(nameOf(node.parameter));
    if (node.type === 'TSEnumMember' && node.id.type === 'Identifier') names.add(node.id.name);
    if (node.type !== 'ExportNamedDeclaration' || !node.declaration) continue;
    const { declaration } = node;
    if (declaration.type === 'VariableDeclaration') for (const { id } of declaration.declarations) names.add(nameOf(id));
    else if (declaration.id) names.add(nameOf(declaration.id));
  }
  return names;
}

function nameOf(node: TSESTree.Node): string {
  if (node.type === 'AssignmentPattern') return nameOf(node.left);
  return node.type === 'Identifier' ? node.name : '';
}

/** Every name that the program gives itself becomes a meaningless one. */
export const renameBindings = mutation((program) => {
  const { ast, scopes, code } = program;
  const kept = publicNames(program);
  const fresh = new Map<string, string>();
  const places = new Map<number, string>();
  for (const { variables } of scopes.scopes) {
    for (const { name, defs, identifiers, references } of variables) {
      if (defs.length === 0 || kept.has(name) || name === 'this') continue;
      const renamed = fresh.get(name) ?? `q${String(fresh.size)}`;
      fresh.set(name, renamed);
      for (const { range } of [...identifiers, ...references.map(({ identifier }) => identifier)]) if (code.startsWith(name, range[0])) places.set(range[0], name);
    }
  }
  const before = new Map<number, string>();
  const after = new Map<number, string>();
  for (const node of nodesOf(ast)) {
    const start = node.range[0];
    if (node.type === 'Property' && node.shorthand) before.set(start, `${nameOf(node.key)}: `);
    if (node.type === 'ImportSpecifier' && node.imported.range[0] === node.local.range[0]) before.set(node.local.range[0], `${node.local.name} as `);
    if (node.type === 'ExportSpecifier' && node.exported.range[0] === node.local.range[0]) after.set(start, ` as ${nameOf(node.exported)}`);
  }
  return [...places].map(([start, name]) => ({
    start,
    end: start + name.length,
    text: `${before.get(start) ?? ''}${fresh.get(name) ?? name}${after.get(start) ?? ''}`,
  }));
});

/** `if (a) …` becomes `{ const check = () => a; if (check()) … }`. */
export const wrapConditions = mutation(({ ast, code }) =>
  nodesOf(ast).flatMap((node, index): Edit[] => {
    if (node.type !== 'IfStatement') return [];
    const open = code.indexOf('(', node.range[0]) + 1;
    const close = code.lastIndexOf(')', node.consequent.range[0] - 1);
    const waits = nodesOf(node.test).some(({ type }) => type === 'AwaitExpression');
    const name = `check${String(index)}`;
    return [
      { start: node.range[0], end: open, text: `{ const ${name} = ${waits ? 'async ' : ''}() => (` },
      { start: close, end: close, text: `); if (${waits ? 'await ' : ''}${name}()` },
      { start: node.range[1], end: node.range[1], text: ' }' },
    ];
  }),
);

const OTHER_BOUND: Readonly<Record<string, string>> = { '>=': '>', '>': '>=', '<=': '<', '<': '<=' };

/** The only comparison in the program is made one wider or narrower. */
export const moveBound = mutation(({ ast, code }) => {
  const compared = nodesOf(ast).filter((node): node is TSESTree.BinaryExpression => node.type === 'BinaryExpression' && node.operator in OTHER_BOUND);
  const [only] = compared;
  // Below zero there is no number: `indexOf(x) > -1` asks whether something is there.
  if (compared.length !== 1 || !only || only.right.type === 'UnaryExpression') return [];
  const start = code.indexOf(only.operator, only.left.range[1]);
  return [{ start, end: start + only.operator.length, text: OTHER_BOUND[only.operator] ?? only.operator }];
});

const CLOSES = new Set(['close', 'terminate', 'disconnect', 'disconnectSockets', 'destroy', 'end']);

function isClose(node: TSESTree.Node | null | undefined): node is TSESTree.CallExpression {
  if (node?.type === 'ChainExpression') return isClose(node.expression);
  return node?.type === 'CallExpression' && node.callee.type === 'MemberExpression' && node.callee.property.type === 'Identifier' && CLOSES.has(node.callee.property.name);
}

/** Calls that close, and nothing else, are taken out. Not for programs that refuse in another way as well. */
export const removeCloses = mutation(({ ast }) => {
  const nodes = nodesOf(ast);
  const closes = nodes.filter(isClose);
  const otherwise = nodes.some(
    (node) =>
      node.type === 'ThrowStatement' ||
      (node.type === 'Identifier' && ['next', 'callback', 'cb', 'done', 'verifyClient', 'allowRequest', 'res', 'handleUpgrade', 'refuse'].includes(node.name)),
  );
  return otherwise ? [] : closes.map(({ range: [start, end] }) => ({ start, end, text: 'undefined' }));
});

/** What follows a closing call in its block: `ws.close(); return;` and `return ws.close();`. */
export const removeReturns = mutation(({ ast }) =>
  nodesOf(ast).flatMap((node): Edit[] => {
    if (node.type === 'ReturnStatement' && isClose(node.argument)) return [{ start: node.range[0], end: node.argument.range[0], text: '' }];
    if (node.type !== 'BlockStatement') return [];
    const last = node.body.at(-1);
    const isBare = last?.type === 'ReturnStatement' && !last.argument;
    const closed = node.body.slice(0, -1).some((item) => item.type === 'ExpressionStatement' && isClose(item.expression));
    return isBare && closed ? [{ start: last.range[0], end: last.range[1], text: '' }] : [];
  }),
);

const TURNED: Readonly<Record<string, string>> = { '>=': '<=', '<=': '>=', '>': '<', '<': '>', '===': '===', '==': '==', '!==': '!==' };

/** `a >= b` becomes `b <= a`. */
export const turnOperands = mutation(({ ast, code }) =>
  nodesOf(ast).flatMap((node): Edit[] => {
    if (node.type !== 'BinaryExpression' || !(node.operator in TURNED) || nodesOf(node).filter(({ type }) => type === 'BinaryExpression').length > 1) return [];
    const text = ({ range: [start, end] }: TSESTree.Node): string => code.slice(start, end);
    return [{ start: node.range[0], end: node.range[1], text: `(${text(node.right)}) ${TURNED[node.operator] ?? ''} (${text(node.left)})` }];
  }),
);

/** `if (a) …` becomes `if (!a) {} else …`; what has an `else` is left alone. */
export const negateConditions = mutation(({ ast, code }) =>
  nodesOf(ast).flatMap((node): Edit[] => {
    if (node.type !== 'IfStatement' || node.alternate) return [];
    const open = code.indexOf('(', node.range[0]) + 1;
    const close = code.lastIndexOf(')', node.consequent.range[0] - 1);
    return [
      { start: open, end: open, text: '!(' },
      { start: close, end: node.consequent.range[0], text: ')) {} else ' },
    ];
  }),
);

/** Handlers that are written where they are registered get a name before; what is registered inside them stays. */
export const extractHandlers = mutation(({ ast, code }) => {
  let end = 0;
  return nodesOf(ast).flatMap((node, index): Edit[] => {
    if (node.range[0] < end || node.type !== 'ExpressionStatement' || node.expression.type !== 'CallExpression') return [];
    const { callee, arguments: given } = node.expression;
    const handler = given.at(-1);
    const isRegistration = callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && ['on', 'once', 'use'].includes(callee.property.name);
    if (!isRegistration || (handler?.type !== 'ArrowFunctionExpression' && handler?.type !== 'FunctionExpression')) return [];
    end = node.range[1];
    const name = `handler${String(index)}`;
    return [
      { start: node.range[0], end: node.range[0], text: `const ${name} = ${code.slice(...handler.range)};\n` },
      { start: handler.range[0], end: handler.range[1], text: name },
    ];
  });
});

/** All but the imports moves into a function that is called at once. */
export const wrapProgram = mutation(({ ast, code }) => {
  const isFree = ast.body.every(({ type }) => !type.startsWith('Export') && !type.startsWith('TS')) && !/\bmodule\.exports\b|\bexports\./u.test(code);
  if (!isFree) return [];
  const imports = ast.body.filter(({ type }) => type === 'ImportDeclaration').map(({ range: [start, end] }) => code.slice(start, end));
  const rest = ast.body.filter(({ type }) => type !== 'ImportDeclaration').map(({ range: [start, end] }) => code.slice(start, end));
  return [{ start: 0, end: code.length, text: [...imports, 'async function main() {', ...rest, '}', 'main();'].join('\n') }];
});
