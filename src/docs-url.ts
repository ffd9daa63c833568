/** Where a rule's page lies: in the installed package, so that the link works offline and fits the version. */
export function docsUrl(rule: string): string {
  return new URL(`../docs/rules/${rule}.md`, import.meta.url).href;
}
