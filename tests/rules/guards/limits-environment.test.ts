import { enforced, type Example, example, testExamples } from './examples.js';

const ws = (name: string, limit: number | string, declaration: string, expression = 'MAX'): Example =>
  example(
    name,
    enforced(limit),
    `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';
${declaration}

const wss = new WebSocketServer({ port: 8080 });
const open = new Map();

wss.on('connection', (ws, req) => {
  const { sub } = verify(req.headers.authorization);
  const n = (open.get(sub) ?? 0) + 1;
  open.set(sub, n);
  ws.on('close', () => open.set(sub, open.get(sub) - 1));
  if (n > ${expression}) ws.close(1013);
});
`,
  );

export const examples = [
  ws('parseInt of || a text', 5, "const MAX = parseInt(process.env.MAX_TABS || '5', 10);"),
  ws('parseInt of ?? a text', 5, "const MAX = parseInt(process.env.MAX_TABS ?? '5', 10);"),
  ws('Number.parseInt', 5, "const MAX = Number.parseInt(process.env.MAX_TABS ?? '5', 10);"),
  ws('parseInt, or else', 5, 'const MAX = parseInt(process.env.MAX_TABS, 10) || 5;'),
  ws('Number of ??', 5, 'const MAX = Number(process.env.MAX_TABS ?? 5);'),
  ws('Number of || a text', 5, "const MAX = Number(process.env.MAX_TABS || '5');"),
  ws('Number, or else', 5, 'const MAX = Number(process.env.MAX_TABS) || 5;'),
  ws('a plus', 5, "const MAX = +(process.env.MAX_TABS ?? '5');"),
  ws('a plus, or else', 5, 'const MAX = +process.env.MAX_TABS || 5;'),
  ws('no conversion at all', 5, 'const MAX = process.env.MAX_TABS || 5;'),
  ws('in brackets', 5, "const MAX = Number(process.env['MAX_TABS'] ?? 5);"),
  ws('taken apart', 5, 'const { MAX_TABS = 5 } = process.env;\nconst MAX = Number(MAX_TABS);'),
  ws('a choice', 5, 'const MAX = process.env.MAX_TABS ? Number(process.env.MAX_TABS) : 5;'),
  ws('a choice by the sort of it', 5, 'const given = Number(process.env.MAX_TABS);\nconst MAX = Number.isFinite(given) ? given : 5;'),
  ws('a choice by NaN', 5, 'const given = parseInt(process.env.MAX_TABS, 10);\nconst MAX = isNaN(given) ? 5 : given;'),
  ws('let and a correction', 5, 'let MAX = Number(process.env.MAX_TABS);\nif (!MAX) MAX = 5;'),
  ws('||=', 5, 'let MAX = Number(process.env.MAX_TABS);\nMAX ||= 5;'),
  ws('a helper with a default', 5, "function intEnv(name, fallback) {\n  const value = Number(process.env[name]);\n  return Number.isInteger(value) ? value : fallback;\n}\nconst MAX = intEnv('MAX_TABS', 5);"),
  ws('a helper whose default is a text', 5, "const env = (name, fallback) => process.env[name] ?? fallback;\nconst MAX = Number(env('MAX_TABS', '5'));"),
  ws('in an object', 5, 'const config = {\n  port: Number(process.env.PORT ?? 80),\n  tabs: Number(process.env.MAX_TABS ?? 5),\n};', 'config.tabs'),
  ws('in a frozen object', 5, "export const config = Object.freeze({ tabs: parseInt(process.env.MAX_TABS ?? '5', 10) });", 'config.tabs'),
  ws('read where it is needed', 5, '', '(Number(process.env.MAX_TABS) || 5)'),
  ws('clamped from below', 5, 'const MAX = Math.max(1, Number(process.env.MAX_TABS ?? 5));'),
  ws('clamped from both sides', 5, 'const MAX = Math.min(10, Math.max(1, Number(process.env.MAX_TABS ?? 5)));'),
  ws('clamped by a helper', 5, 'const clamp = (value, low, high) => Math.min(Math.max(value, low), high);\nconst MAX = clamp(Number(process.env.MAX_TABS ?? 5), 1, 8);'),
  ws('import.meta.env', 5, 'const MAX = Number(import.meta.env.MAX_TABS ?? 5);'),
  ws('a schema of zod', 4, "import { z } from 'zod';\nconst env = z.object({ MAX_TABS: z.coerce.number().int().min(1).max(16).default(4) }).parse(process.env);", 'env.MAX_TABS'),
  ws('a schema of zod, taken apart', 4, "import { z } from 'zod';\nconst schema = z.object({ PORT: z.coerce.number().default(80), MAX_TABS: z.coerce.number().default(4) });\nconst { MAX_TABS: MAX } = schema.parse(process.env);"),
  ws('a schema of envalid', 4, "import { cleanEnv, num, port } from 'envalid';\nconst env = cleanEnv(process.env, { PORT: port({ default: 80 }), MAX_TABS: num({ default: 4 }) });", 'env.MAX_TABS'),
];

testExamples('limits of the environment', examples);
