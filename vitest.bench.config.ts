import { defineConfig } from 'vitest/config';

// Measurements: not part of the tests, because machines differ.
export default defineConfig({ test: { include: ['tests/bench/*.ts'], testTimeout: 300_000, fileParallelism: false } });
