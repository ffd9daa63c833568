/** Where a rule's page lies on the site. */
export function docsUrl(rule: string): string {
  return `${import.meta.env.BASE_URL}rules/${rule}.html`;
}
