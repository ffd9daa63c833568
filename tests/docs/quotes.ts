import type { Linter } from 'eslint';
import { type Example, examples, FENCE } from './examples.js';
import { configFor, messagesOf, strictly } from './lint.js';
import { programs, ShownProgram } from './programs.js';

const WIDTH = 118;

interface Report {
  readonly example: Example;
  readonly messages: Linter.LintMessage[];
}

const known = new Map<string, Report[]>();

/** What is reported on every example of a rule's page, in the order of the page. */
function reportsOn(page: string): Report[] {
  const reports = known.get(page) ?? findReports(page);
  known.set(page, reports);
  return reports;
}

function findReports(page: string): Report[] {
  const inPrograms = new Map<Example, Linter.LintMessage[]>();
  for (const steps of programs.values()) {
    if (steps[0]?.page !== page) continue;
    const program = new ShownProgram(steps);
    for (const step of steps) if (step.words[0] === 'file') inPrograms.set(step, program.lint(step.words[1] ?? '', step));
    program.remove();
  }
  return examples
    .filter((example) => example.page === page)
    .map((example) => {
      if (example.words[0] === 'incorrect') return { example, messages: strictly(example) };
      if (example.words[0] === 'reported') return { example, messages: messagesOf(example, configFor('audit', example)) };
      return { example, messages: inPrograms.get(example) ?? [] };
    });
}

/** The ids of a rule that examples on its page report, each with the first one that does. */
export function firstReports(rule: string, page: string): Map<string, { example: Example; message: string }> {
  const first = new Map<string, { example: Example; message: string }>();
  for (const { example, messages } of reportsOn(page)) {
    for (const { ruleId, messageId = '', message } of messages) {
      if (ruleId === `websocket-limits/${rule}` && !first.has(messageId)) first.set(messageId, { example, message });
    }
  }
  return first;
}

/** Which messages come with a suggestion, by its name, in the examples of a page. */
export function suggestionsOn(page: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { messageId = '', suggestions = [] } of reportsOn(page).flatMap(({ messages }) => messages)) {
    for (const { messageId: name = '' } of suggestions) found.set(name, (found.get(name) ?? new Set()).add(messageId));
  }
  return found;
}

/** A page on which each message stands under the first example that is reported with it. */
export function withQuotes(text: string, rule: string, page: string): string {
  const first = [...firstReports(rule, page).values()];
  const fences = examples.filter((example) => example.page === page).values();
  const bare = text.replaceAll(/(?<=^```\n)\n(?:> .*\n)+/gmu, '');
  return bare.replaceAll(FENCE, (fence) => {
    const { value } = fences.next();
    const quotes = first.filter(({ example }) => example === value).map(({ message }) => `\n\n${quote(message)}`);
    return fence + quotes.join('');
  });
}

function quote(message: string): string {
  const lines: string[] = [];
  for (const word of message.split(' ')) {
    const line = lines.at(-1);
    if (line === undefined || line.length + word.length >= WIDTH) lines.push(`> ${word}`);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.join('\n');
}
