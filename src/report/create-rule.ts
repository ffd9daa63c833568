import type { TSESLint } from '@typescript-eslint/utils';

/** What a rule documents about itself. */
export interface RuleDocs {
  readonly description: string;
  readonly url: string;
  /** For SARIF writers. */
  readonly cwe?: string;
}

export type RuleContext<MessageIds extends string, Options extends object> = Readonly<TSESLint.RuleContext<MessageIds, readonly [Options?]>>;

interface RuleDefinition<MessageIds extends string, Options extends object> {
  readonly name: string;
  readonly meta: Omit<TSESLint.RuleMetaData<MessageIds, RuleDocs, readonly [Options?]>, 'docs' | 'defaultOptions'> & {
    readonly docs: { readonly description: string; readonly cwe?: string };
    readonly defaultOptions: readonly [Options?];
  };
  create(context: RuleContext<MessageIds, Options>, options: Options): TSESLint.RuleListener;
}

export type RuleModule<MessageIds extends string = string> = TSESLint.RuleModule<MessageIds, readonly unknown[], RuleDocs>;

const DOCS = 'https://eslint-plugin-websocket-limits.dev/rules';

/** Builds a rule; its options are merged with the defaults here, because ESLint 8 does not do it. */
export function createRule<MessageIds extends string, Options extends object = object>({
  name,
  meta,
  create,
}: RuleDefinition<MessageIds, Options>): TSESLint.RuleModule<MessageIds, readonly [Options?], RuleDocs> {
  const [defaults] = meta.defaultOptions;
  const languages = { languages: ['js/js'] };
  return {
    meta: { ...meta, ...languages, docs: { ...meta.docs, url: `${DOCS}/${name}` } },
    defaultOptions: meta.defaultOptions,
    create: (context) => create(context, Object.assign({}, defaults, context.options[0])),
  };
}
