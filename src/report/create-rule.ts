import type { TSESLint } from '@typescript-eslint/utils';
import { docsUrl } from '../docs-url.js';

/** What a rule documents about itself. */
export interface RuleDocs {
  readonly description: string;
  readonly url: string;
  /** Whether the recommended config has it. */
  readonly recommended: boolean;
  /** For SARIF writers. */
  readonly cwe?: string;
}

type RuleContext<MessageIds extends string, Options extends object> = Readonly<TSESLint.RuleContext<MessageIds, readonly [Options?]>>;

interface RuleDefinition<MessageIds extends string, Options extends object> {
  readonly name: string;
  readonly meta: Omit<TSESLint.RuleMetaData<MessageIds, RuleDocs, readonly [Options?]>, 'docs' | 'defaultOptions'> & {
    readonly docs: Omit<RuleDocs, 'url'>;
    /** None where there are no options. */
    readonly defaultOptions?: readonly [Options?];
  };
  readonly create: (context: RuleContext<MessageIds, Options>, options: Options) => TSESLint.RuleListener;
}

/** Builds a rule; its options are merged with the defaults here, because ESLint 8 does not do it. */
export function createRule<MessageIds extends string, Options extends object = object>({
  name,
  meta,
  create,
}: RuleDefinition<MessageIds, Options>): TSESLint.RuleModule<MessageIds, readonly [Options?], RuleDocs> {
  const [defaults] = meta.defaultOptions ?? [];
  return {
    meta: { ...meta, docs: { ...meta.docs, url: docsUrl(name) } },
    create: (context) => create(context, Object.assign({}, defaults, context.options[0])),
  };
}
