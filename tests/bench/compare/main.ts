// npm run bench: node main.mjs [FOLDER[=WHAT]…] [--only PART,…] [--quick]
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { readArguments, UsageError } from './arguments.js';
import { missedGoals } from './goals.js';
import { page } from './page.js';
import type { Results } from './results.js';
import { run } from './run.js';
import { versions } from './versions.js';

/** What was measured before on this machine, for the parts that are not measured now. */
const KEPT = path.resolve('reports/bench.json');
const PAGE = path.resolve('docs/performance.md');

interface Kept {
  readonly versions: Readonly<Record<string, string>>;
  readonly results: Results;
}

const now = versions();

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function main(args: readonly string[]): Promise<void> {
  const { quick, ...job } = readArguments(args);
  let results: Results = quick ? {} : resultsBefore();
  await run(job, (part) => {
    results = joined(results, part);
    if (!quick) keep(results);
  });
  if (quick) console.log(page(results, now));
  // A matter for whoever reads it: what must not happen on any machine is in the tests beside this.
  for (const goal of missedGoals(results)) console.log(`Goal missed: ${goal}`);
}

function keep(results: Results): void {
  mkdirSync(path.dirname(KEPT), { recursive: true });
  writeFileSync(KEPT, JSON.stringify({ versions: now, results } satisfies Kept, null, 2));
  writeFileSync(PAGE, page(results, now));
}

/** What was measured on other folders stays: each of them takes long. */
function joined(before: Results, { folders, ...part }: Results): Results {
  const others = before.folders?.filter((old) => !folders?.some(({ what }) => what === old.what)) ?? [];
  return { ...before, ...part, ...(folders && { folders: [...others, ...folders] }) };
}

/** None of other versions: one page shows what was measured with the same ones. */
function resultsBefore(): Results {
  if (!existsSync(KEPT)) return {};
  const kept = JSON.parse(readFileSync(KEPT, 'utf8')) as Kept;
  return JSON.stringify(kept.versions) === JSON.stringify(now) ? kept.results : {};
}
