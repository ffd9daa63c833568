import type { TSESLint } from '@typescript-eslint/utils';
import { guardFix } from '../fixes/guard-fix.js';
import type { GuardRequest } from '../fixes/guard-request.js';
import { userText } from '../fixes/guard-text.js';
import { fixOf } from '../fixes/repairs/fix-of.js';
import { readStyle } from '../fixes/source-style.js';
import type { FileAnalysis } from '../report/analyze.js';
import { isGuarded } from '../report/rehearsal.js';
import { findGuardPlaces } from '../verdict/guard-places.js';
import { type GuardPlace } from '../verdict/guard-words.js';
import { isPass } from '../verdict/judge-program.js';
import { recoveryOptions } from '../verdict/recovery.js';
import type { SiteVerdict } from '../verdict/verdict.js';

export interface GuardEdit {
  readonly fix: TSESLint.ReportFixFunction;
  /** The user's expression, as it will stand in the file. */
  readonly user: string;
  /** What `--fix` may do by itself: the user is known on every path. */
  readonly isEvident: boolean;
  /** Whether the site passes with it, which is found by judging the file again. */
  readonly holds: () => boolean;
  /** The limit of the file that it compares with. */
  readonly configured?: string;
}

interface Context {
  readonly sourceCode: Readonly<TSESLint.SourceCode>;
  readonly filename: string;
}

const MOST = 3;

/** What --fix does by itself, if there is something, and what is left to be suggested. */
export function chosen(edits: readonly GuardEdit[]): { readonly fix?: GuardEdit['fix']; readonly suggested: readonly GuardEdit[] } {
  const evident = edits.find(({ isEvident }) => isEvident);
  if (!evident) return { suggested: edits };
  return evident.holds() ? { fix: evident.fix, suggested: [] } : { suggested: edits.filter((edit) => edit !== evident) };
}

/** The ways to insert a guard for a site, best first. */
export function guardEdits(analysis: FileAnalysis, found: SiteVerdict, context: Context, limit: number): readonly GuardEdit[] {
  const { link, module, verdict } = analysis;
  const { sourceCode, filename } = context;
  const { site } = found;
  const sameServer = verdict.sites.filter((other) => other.site.module === module && other.site.way.emitter.root === site.way.emitter.root);
  const existing = sameServer.flatMap((other) => (isPass(other) ? (hookName(other) ?? []) : []))[0];
  const style = readStyle(sourceCode, filename);
  const recovery = recoveryOptions(link, site);
  const configured = configuredExpression(verdict, module) ?? sharedLimit(sameServer, module, sourceCode);
  const edits: GuardEdit[] = [];
  for (const place of findGuardPlaces(link, site)) {
    const request: GuardRequest = {
      place,
      sourceCode,
      filename,
      limit,
      isShared: sameServer.length > 1,
      ...(existing !== undefined && isHook(place) && { existing }),
      ...(recovery && { recovery }),
      ...(configured !== undefined && { configured }),
    };
    const own = guardFix(request);
    const user = userText(place.user, sourceCode.text, { ...style, isTypeScript: false });
    if (!own || edits.some((edit) => edit.user === user)) continue;
    edits.push({ fix: fixOf(own), user, isEvident: place.isEvident, holds: () => isGuarded(analysis, sourceCode.text, own), ...(configured !== undefined && { configured }) });
    if (edits.length === MOST) break;
  }
  return edits;
}

/** The one limit per user that the file configures and nothing enforces, if it is in range. */
function configuredExpression({ idle }: FileAnalysis['verdict'], module: FileAnalysis['module']): string | undefined {
  const usable = idle.filter(({ expression, name, value, module: at }) => {
    const numbers = value?.values ?? [];
    const isInRange = numbers.length > 0 && value?.unknown === undefined && numbers.every((number) => number >= 1 && number <= 10);
    return expression !== undefined && at === module && isInRange && PER_USER.test(name);
  });
  return usable.length === 1 ? usable[0]?.expression : undefined;
}

const PER_USER = /user|account|member|client|player|person/iu;

/** What the server's other guard compares with, where that is a name. */
function sharedLimit(sameServer: readonly SiteVerdict[], module: FileAnalysis['module'], { text }: Context['sourceCode']): string | undefined {
  for (const { guard } of sameServer) {
    const limit = guard?.test?.limit;
    if (limit?.frame.module === module && limit.value.kind !== 'literal') return text.slice(...limit.value.range);
  }
  return undefined;
}

function isHook({ model }: GuardPlace): boolean {
  return model.place === 'hook';
}

/** The name of the function that guards another emitter of the server, where it is registered by name. */
function hookName({ guard, site }: SiteVerdict): string | undefined {
  const at = guard?.effect.way.at.value;
  const handler = at?.kind === 'call' ? at.args[0] : undefined;
  return handler?.kind === 'binding' ? site.module.facts.bindings[handler.id]?.name : undefined;
}
