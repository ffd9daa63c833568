import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import plugin from '../src/index.js';

const names = Object.keys(plugin.rules);
const files = (folder: string, ending: string): string[] =>
  readdirSync(path.join(import.meta.dirname, '..', folder))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));

describe('the plugin', () => {
  it('has a page for every rule, and no other', () => {
    expect(files('docs/rules', '.md').sort()).toEqual([...names].sort());
  });

  it('has a file for every rule', () => {
    expect(names.filter((name) => !files('src/rules', '.ts').includes(name))).toEqual([]);
  });

  it.each(['recommended', 'strict', 'audit'] as const)('has a config %s that names its own rules only', (name) => {
    const { name: own, plugins, rules = {} } = plugin.configs[name];
    expect(own).toBe(`websocket-limits/${name}`);
    expect(Object.keys(plugins ?? {})).toEqual(['websocket-limits']);
    expect(Object.keys(rules).filter((rule) => !names.includes(rule.replace('websocket-limits/', '')))).toEqual([]);
  });

  it('turns every rule that finds a problem on in strict, as an error, and warns of late refusals', () => {
    const { rules = {} } = plugin.configs.strict;
    const problems = names.filter((name) => plugin.rules[name as keyof typeof plugin.rules].meta?.type === 'problem');
    const levels = Object.fromEntries(problems.map((name) => [`websocket-limits/${name}`, 'error']));
    expect(rules).toEqual({ ...levels, 'websocket-limits/prefer-handshake-limit': 'warn' });
  });

  it.each(names)('describes every message and option of %s', (name) => {
    const meta = plugin.rules[name as keyof typeof plugin.rules].meta;
    for (const message of Object.values(meta?.messages ?? {})) expect(message, message).toMatch(/^[^\n]+[.}]$/u);
    const [schema] = Array.isArray(meta?.schema) ? meta.schema : [];
    const properties = Object.values((schema as { properties?: Record<string, { description?: string }> } | undefined)?.properties ?? {});
    expect(properties.filter(({ description }) => !description)).toEqual([]);
  });
});
