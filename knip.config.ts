import type { KnipConfig } from 'knip';

export default {
  entry: [
    'scripts/*.mjs',
    // Stryker loads them by their paths.
    'scripts/mutation/{plugin,stryker.config}.mjs',
    'tests/bench/**/*.ts',
    'tests/robustness/hostile/spy.ts',
    'tests/robustness/fuzz/worker.ts',
    'docs/recipes/code/*.mjs',
    // VitePress finds these by their names, pages name the playground, and a bundler puts the last ones in the place of others.
    'docs/repository/*.paths.ts',
    'docs/.vitepress/{config.ts,theme/index.ts,playground/Playground.vue,playground/worker.ts,playground/*.data.ts,browser/*.ts}',
  ],
  project: ['src/**/*.ts', 'tests/**/*.ts', 'scripts/**/*.mjs', 'docs/recipes/code/*.mjs', 'docs/**/*.{ts,vue}'],
  ignoreDependencies: [
    // Loaded by a computed name, one version or fork after the other.
    'eslint-8',
    'websocket-stream',
    '@httptoolkit/websocket-stream',
    // The servers that tests attack are texts, and import it at run time.
    'socket.io-2',
    '@colyseus/core',
    '@colyseus/ws-transport',
    // Benchmarks load them by their names, each in a process of its own.
    'eslint-plugin-security',
    'eslint-plugin-sonarjs',
    // Another linter, started by the path of its script.
    'oxlint',
    // Runtimes that tests start.
    'bun',
    'deno',
    'workerd',
    // Programs that tests install into a project of their own.
    'eslint-formatter-gitlab',
    'husky',
    'lint-staged',
    // Models are held against the text of their types, or against what they need beside them.
    '@cloudflare/workers-types',
    '@feathersjs/feathers',
    '@hapi/hapi',
    'partyserver',
    'socketcluster-server',
    // A recipe is for a function in the cloud; its test puts a table in memory there.
    '@aws-sdk/client-dynamodb',
    // In the place of `path` in a browser.
    'path-browserify',
    // Only through the global that it reads its test functions from.
    '@typescript-eslint/rule-tester',
  ],
  // Its tests are skipped where it is not installed.
  ignoreBinaries: ['mkfifo', 'redis-server'],
} satisfies KnipConfig;
