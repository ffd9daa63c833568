/** The names of the members of an interface, a class or a type, by the text of its declaration. */
export function memberNames(text: string, name: string): string[] {
  const start = new RegExp(String.raw`\b(?:interface|class|type) ${name}\b[^\n]*\{\n`, 'u').exec(text);
  if (!start) throw new Error(`${name} is not declared`);
  const from = start.index + start[0].length;
  const end = text.indexOf('\n}', from);
  const body = text.slice(from, end).replaceAll(/\/\*[\s\S]*?\*\//gu, '');
  return [...body.matchAll(/^(?: {2}| {4}|\t)(?:readonly |get |static |protected |private |abstract )*(\w+)\??\s*[(:<]/gmu)].map(([, member = '']) => member);
}
