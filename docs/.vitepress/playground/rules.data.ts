import plugin from '../../../src/index.js';

export const PRESETS = ['recommended', 'strict', 'audit'] as const;
export type Preset = (typeof PRESETS)[number];
export type Level = 'off' | 'warn' | 'error';

export interface RuleInfo {
  readonly name: string;
  readonly description: string;
  /** What each of the plugin's configs says about it. */
  readonly levels: Readonly<Record<Preset, Level>>;
}

const isLevel = (value: unknown): value is Level => value === 'warn' || value === 'error';

function levelIn(preset: Preset, rule: string): Level {
  const level = plugin.configs[preset].rules?.[`websocket-limits/${rule}`];
  return isLevel(level) ? level : 'off';
}

/** Read when the site is built: the page about rules needs their names, and not the rules. */
export default {
  load: (): RuleInfo[] =>
    Object.entries(plugin.rules).map(([name, { meta }]) => ({
      name,
      description: meta?.docs?.description ?? '',
      levels: { recommended: levelIn('recommended', name), strict: levelIn('strict', name), audit: levelIn('audit', name) },
    })),
};

export declare const data: readonly RuleInfo[];
