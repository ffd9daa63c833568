import { expect, test } from 'vitest';
import { textOf } from './guides/fences.js';

/** What somebody asks who is new to all this, where that is answered, and what the answer has to say. */
const QUESTIONS: readonly (readonly [question: string, page: string, heading: string, facts: readonly string[]])[] = [
  // In the first minute.
  ['What is the risk?', 'README.md', 'eslint-plugin-websocket-limits', ['accepts as many connections as a client opens', 'stolen token', 'CWE-770', 'per user']],
  ['Why does that matter in my code?', 'docs/rules/require-per-user-connection-limit.md', 'Why it matters', ['memory', 'file descriptor', 'CWE-770']],
  ['What do I install?', 'README.md', 'Install', ['npm install --save-dev eslint eslint-plugin-websocket-limits', 'websocketLimits.configs.recommended', 'ESLint 8.57, 9 or 10', 'Node 20.19']],
  ['Can I look before I install anything?', 'README.md', 'Install', ['npx eslint-plugin-websocket-limits', 'without any configuration']],
  ['What does the fix do to my users?', 'README.md', 'What the fix does to your users', ['The fourth is refused', 'connect_error', 'HTTP 429', '1008', 'the next gets in']],
  ['What does it not see?', 'README.md', 'What it does not see', ['does not read packages', 'in front of the server', 'in one process', 'does not authenticate']],
  ['What exactly does it not see?', 'docs/how-it-works.md', 'What it does not see', ['packages', 'at run time', 'Dependency injection', 'load balancer']],
  ['What counts as a limit?', 'README.md', 'What counts as a limit', ['this user', 'compares', 'refuses the connection']],
  ['Which libraries are known?', 'README.md', 'What it does not see', ['Socket.IO', 'NestJS', 'docs/libraries.md']],
  // The number.
  ['Why 10?', 'docs/faq.md', 'Why at most 10?', ['script', '52 of them', 'between 1 and 10']],
  ['Why 3 to 5?', 'docs/faq.md', 'Why 3 to 5?', ['telephone', 'tab']],
  ['My users have many tabs.', 'docs/faq.md', 'Our users have many tabs and devices', ['Raise the limit', 'SharedWorker', 'Evict the oldest']],
  ['And bots?', 'docs/faq.md', 'What about service accounts and bots?', ['both numbers', 'account of its own']],
  // The key.
  ['We are behind a load balancer.', 'docs/faq.md', 'Does it work behind a proxy or load balancer?', ['counts by the user', 'x-forwarded-user', 'forwardedHeader']],
  ['We have no accounts.', 'docs/faq.md', 'Our users are anonymous', ['per address', 'signed', 'anonymous']],
  ['We run four processes.', 'docs/faq.md', 'We run several processes', ['no-process-local-limit', 'Redis', 'Sticky sessions do not help']],
  ['We cap rooms.', 'docs/faq.md', 'We limit connections per room or tenant. Is that not enough?', ['any number of rooms', 'tenant']],
  ['We have a rate limit.', 'docs/faq.md', 'Why is a rate limit not enough?', ['how often', '7,200']],
  ['We limit addresses.', 'docs/faq.md', 'Why is a limit per address not enough?', ['company', 'IPv6', 'stolen token']],
  ['nginx does that for us.', 'docs/faq.md', 'Our gateway or nginx limits connections', ['limit_conn', 'auth_request', 'AWS API Gateway', 'open']],
  // Users and clients.
  ['What does a refused user see?', 'docs/faq.md', 'What happens to a refused user?', ['connect_error', '429', '1006', '1008', 'heartbeat']],
  ['Does my client reconnect for ever?', 'docs/faq.md', 'What should the client do?', ['does not try again', 'socket.active', 'growing delay', '1008']],
  ['Evict or refuse?', 'docs/faq.md', 'Evict the oldest connection, or refuse the new one?', ['for ever', 'throws the owner out', 'newest']],
  // The plugin.
  ['Why is nothing reported?', 'docs/faq.md', 'Why is there no finding?', ['A limit is enforced', 'is not known', 'cache']],
  ['Why is something reported?', 'docs/faq.md', 'Why is there a finding?', ['package', 'gateway']],
  ['Which file do I open?', 'docs/guides/reading-a-report.md', 'Which file to open', ['The first one in brackets']],
  ['Which report do I mend first?', 'docs/guides/reading-a-report.md', 'Several reports at once', ['require-per-user-connection-limit', 'lint again']],
  ['The report is wrong.', 'docs/guides/reading-a-report.md', 'When a report is wrong', ['Declare it', 'Silence it', 'bug']],
  ['The report is right, and the code stays.', 'docs/guides/silencing.md', 'One line', ['eslint-disable-next-line', '-- The gateway']],
  ['There are forty reports.', 'docs/guides/adopting.md', 'Write down what is there', ['--suppress-all', 'Commit this file']],
  ['Does it work in a monorepo?', 'docs/faq.md', 'Does it work in a monorepo?', ['workspace', 'tsconfig.json', 'root']],
  ['Generated code?', 'docs/faq.md', 'What about generated code?', ['leave it out', '5,000 characters']],
  ['TypeScript 7?', 'docs/guides/versions.md', 'TypeScript 7', ['does not use TypeScript', '@typescript/typescript6', '@typescript/native']],
  ['Is it slow?', 'docs/faq.md', 'How much does it slow linting down?', ['a search in its text', '--stats', 'No type information']],
  ['Is the cache safe?', 'docs/guides/cache.md', 'What to do', ['do not restore the cache', 'hash into the settings']],
  ['Is my own limiter seen?', 'docs/guides/declaring.md', 'A limiter from a package', ['guards', 'module', 'Nothing of that is checked']],
  ['What does the audit end with?', 'docs/guides/audit.md', 'What it ends with', ['at least one site fails', 'wrongly']],
  ['Does the hook see everything?', 'docs/guides/commit.md', 'What a hook cannot see', ['not staged', 'CI']],
];

/** What stands under a heading, to the next one of its rank. */
function sectionOf(page: string, heading: string): string | undefined {
  const lines = textOf(page).split('\n');
  let isCode = false;
  const ranks = lines.map((line) => {
    if (line.startsWith('```')) isCode = !isCode;
    return isCode ? 0 : (/^(?<marks>#{1,6}) /u.exec(line)?.groups?.['marks']?.length ?? 0);
  });
  const start = lines.findIndex((line, index) => (ranks[index] ?? 0) > 0 && line.replace(/^#+ /u, '') === heading);
  if (start === -1) return undefined;
  // Under a page's title stands what comes before its first section.
  const rank = Math.max(ranks[start] ?? 0, 2);
  const end = lines.findIndex((_, index) => index > start && (ranks[index] ?? 0) > 0 && (ranks[index] ?? 0) <= rank);
  return lines.slice(start + 1, end === -1 ? undefined : end).join('\n').trim();
}

test.each(QUESTIONS)('%s', (_question, page, heading, facts) => {
  const section = sectionOf(page, heading) ?? 'There is no such heading.';
  const text = section.replaceAll(/\s+/gu, ' ');
  expect(facts.filter((fact) => !text.includes(fact)), text).toEqual([]);
});

test('every question on the page of questions is listed here or is found from its first lines', () => {
  const page = textOf('docs/faq.md');
  const headings = Array.from(page.matchAll(/^### (?<title>.+)$/gmu), ({ groups }) => groups?.['title'] ?? '');
  const listed = new Set(QUESTIONS.filter(([, where]) => where === 'docs/faq.md').map(([, , heading]) => heading));
  expect(headings.filter((heading) => !listed.has(heading))).toEqual(['Does it work with TypeScript 7?']);
  const contents = page.slice(0, page.indexOf('\n## '));
  const anchors = headings.map((heading) => heading.toLowerCase().replaceAll(/[^\w\s-]/gu, '').replaceAll(' ', '-'));
  expect(anchors.filter((anchor) => !contents.includes(`](#${anchor})`))).toEqual([]);
});
