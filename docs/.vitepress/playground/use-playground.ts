import { computed, onBeforeUnmount, ref, shallowRef } from 'vue';
import { Analyst } from './analyst.js';
import { Editor } from './editor.js';
import { fromHash, type Program, toHash } from './program.js';
import type { Change, Problem, SourceFile, Work } from './protocol.js';
import { data, type Level, type Preset } from './rules.data.js';
import { SAMPLES, type Sample } from './samples.js';

/** Typing pauses about so long between two words. */
const PAUSE = 300;

export const levelsOf = (preset: Preset): Record<string, Level> => Object.fromEntries(data.map(({ name, levels }) => [name, levels[preset]]));

const programOf = ({ files }: Sample): Program => ({ files, shown: files[0]?.path ?? '', rules: levelsOf('strict'), settings: '' });

/** The state of the playground, and what can be done to it. */
export function usePlayground() {
  const files = shallowRef<readonly SourceFile[]>([]);
  const shown = ref('');
  const rules = ref<Record<string, Level>>({});
  const settings = ref('');
  const problems = shallowRef<readonly Problem[]>([]);
  /** What a screen reader is told. */
  const status = ref('');
  const failure = ref('');
  const isBusy = ref(true);
  const settingsError = computed(() => readSettings(settings.value).error);

  const analyst = new Analyst(() => {
    status.value = 'Loading the TypeScript parser.';
  });
  let editor: Editor | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRunning = false;
  let isOutdated = false;
  /** Says what was done before the next result, so that both are heard. */
  let done = '';

  function work(): Work {
    return { files: files.value, rules: { ...rules.value }, settings: readSettings(settings.value).value };
  }

  function later(): void {
    isBusy.value = true;
    notLater();
    timer = setTimeout(() => void check(), PAUSE);
  }

  function notLater(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  async function check(task: 'check' | 'fix' = 'check'): Promise<void> {
    notLater();
    isBusy.value = true;
    if (isRunning) {
      isOutdated = true;
      return;
    }
    isRunning = true;
    try {
      await ask(task);
      while (isOutdated) await ask('check');
    } finally {
      isRunning = false;
      isBusy.value = timer !== undefined;
    }
    void remember();
  }

  async function ask(task: 'check' | 'fix'): Promise<void> {
    isOutdated = false;
    if (settingsError.value !== '') {
      status.value = `Not analysed. ${settingsError.value}`;
      return;
    }
    const asked = work();
    try {
      const result = await analyst.ask(task, asked);
      failure.value = '';
      // What was typed meanwhile is judged in the next round.
      if (asked.files !== files.value) return;
      for (const file of result.files) replaceText(file);
      // This very text has been judged.
      notLater();
      problems.value = result.problems;
      editor?.mark(result.problems);
      status.value = `${done}${summary(result.problems)}`;
      done = '';
    } catch (error) {
      problems.value = [];
      editor?.mark([]);
      failure.value = error instanceof Error ? error.message : String(error);
      status.value = `Not analysed. ${failure.value}`;
    }
  }

  function replaceText({ path, text }: SourceFile): void {
    const old = files.value.find((file) => file.path === path)?.text;
    if (old !== undefined && old !== text) editor?.change(path, smallestChange(old, text));
  }

  /** Keeps the program in the address, so that it can be reloaded and passed on. */
  async function remember(): Promise<string | undefined> {
    const hash = await toHash({ files: files.value, shown: shown.value, rules: rules.value, settings: settings.value });
    history.replaceState(history.state, '', hash ?? location.pathname);
    return hash;
  }

  function load(program: Program): void {
    files.value = program.files;
    shown.value = program.shown;
    rules.value = { ...levelsOf('strict'), ...program.rules };
    settings.value = program.settings;
    editor?.open(program.files, program.shown);
    void check();
  }

  async function start(parent: HTMLElement): Promise<void> {
    editor = new Editor(parent, {
      changed: (path, text) => {
        files.value = files.value.map((file) => (file.path === path ? { path, text } : file));
        later();
      },
      asked: apply,
    });
    addEventListener('hashchange', onHash);
    load((await linked()) ?? programOf(SAMPLES[0]));
  }

  async function linked(): Promise<Program | undefined> {
    try {
      return await fromHash(location.hash);
    } catch {
      done = 'The link is damaged: a sample is shown instead. Ask for the link again. ';
      return undefined;
    }
  }

  const onHash = (): void => {
    void linked().then((program) => {
      if (program) load(program);
    });
  };

  function apply(problem: Problem, change: Change, title: string): void {
    if (isBusy.value) {
      status.value = 'The text has changed. Wait for the new result, then apply it again.';
      return;
    }
    done = `${title}: done in ${problem.path}. `;
    editor?.change(problem.path, change);
  }

  async function share(): Promise<void> {
    const hash = await remember();
    if (hash === undefined) {
      status.value = 'The program is too large for a link. Take files out, or share it as files.';
      return;
    }
    try {
      await navigator.clipboard.writeText(location.href);
      status.value = 'The link is copied.';
    } catch {
      status.value = 'The link is in the address bar: copy it from there.';
    }
  }

  function show(path: string): void {
    shown.value = path;
    editor?.show(path);
  }

  /** What is wrong with a name for a file; empty if nothing is. */
  function nameError(path: string, old?: string): string {
    if (!/^[\w@.-]+(?:\/[\w@.-]+)*$/u.test(path) || path.split('/').includes('..')) return 'Give a path such as limits.js or src/limits.ts.';
    return path !== old && files.value.some((file) => file.path === path) ? `There is a ${path} already.` : '';
  }

  function add(path: string): void {
    const file = { path, text: '' };
    files.value = [...files.value, file];
    editor?.add(file);
    show(path);
    later();
  }

  function rename(from: string, to: string): void {
    if (from === to) return;
    files.value = files.value.map(({ path, text }) => ({ path: path === from ? to : path, text }));
    editor?.rename(from, to);
    shown.value = to;
    later();
  }

  function remove(path: string): void {
    const left = files.value.filter((file) => file.path !== path);
    const [next] = left;
    if (!next) return;
    files.value = left;
    show(next.path);
    editor?.remove(path);
    done = `${path} is removed. `;
    later();
  }

  function reset(): void {
    done = 'Everything is as it was at first. ';
    load(programOf(SAMPLES[0]));
  }

  function fixAll(): void {
    if (isBusy.value) return;
    done = 'All fixes are applied. ';
    void check('fix');
  }

  function openSample(id: string): void {
    const sample = SAMPLES.find((item) => item.id === id);
    if (sample) load({ ...programOf(sample), rules: rules.value, settings: settings.value });
  }

  const focusAt = ({ path, from }: Problem): void => {
    shown.value = path;
    editor?.focusAt(path, from);
  };

  onBeforeUnmount(() => {
    removeEventListener('hashchange', onHash);
    notLater();
    analyst.stop();
    editor?.destroy();
  });

  return { files, shown, rules, settings, settingsError, problems, status, failure, isBusy, start, later, apply, fixAll, share, show, add, rename, remove, reset, nameError, openSample, focusAt };
}

function readSettings(text: string): { value: Record<string, unknown>; error: string } {
  if (text.trim() === '') return { value: {}, error: '' };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { value: value as Record<string, unknown>, error: '' };
    return { value: {}, error: 'Settings are an object, such as { "identity": ["socket.data.user.id"] }.' };
  } catch (error) {
    return { value: {}, error: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function summary(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
  return problems.length === 0 ? 'No problems.' : `${count(errors, 'error')}, ${count(problems.length - errors, 'warning')}.`;
}

function smallestChange(old: string, text: string): Change {
  const shorter = Math.min(old.length, text.length);
  let from = 0;
  while (from < shorter && old[from] === text[from]) from += 1;
  let tail = 0;
  while (tail < shorter - from && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
  return { from, to: old.length - tail, insert: text.slice(from, text.length - tail) };
}
