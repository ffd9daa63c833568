import type { TSESLint } from '@typescript-eslint/utils';
import type { GuardPlace } from '../verdict/guard-words.js';
import type { Recovery } from '../verdict/recovery.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** What a guard is to be, and where. */
export interface GuardRequest {
  readonly place: GuardPlace;
  readonly sourceCode: SourceCode;
  readonly filename: string;
  /** The number of connections per user. */
  readonly limit: number;
  /** An expression of the file that holds the number already, and that nothing used. */
  readonly configured?: string;
  /** More emitters of the same server are to share the guard. */
  readonly isShared: boolean;
  /** A guard function of this program that can be registered as it is. */
  readonly existing?: string;
  /** The object whose recovered sessions skip hooks, and the property that stops that. */
  readonly recovery?: Recovery;
}
