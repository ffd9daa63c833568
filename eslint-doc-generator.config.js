/** How the headers of the rule pages and the table of rules in README.md are written: `npm run docs:rules`. */
/** @type {import('eslint-doc-generator').GenerateOptions} */
export default {
  configEmoji: [
    ['recommended', '✅'],
    ['strict', '🔒'],
    ['audit', '📋'],
  ],
  // Every page has the section, also where there is no option. tests/rule-pages.test.ts holds the options.
  ruleDocSectionOptions: false,
  ruleDocTitleFormat: 'name',
  ruleListColumns: ['name', 'description', 'configsError', 'configsWarn', 'fixable', 'hasSuggestions'],
};
