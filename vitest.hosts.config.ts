import { defineConfig } from 'vitest/config';
import base, { hosts } from './vitest.config.js';

/** The built package in the programs that people run it in: `npm run test:hosts`. */
export default defineConfig({
  test: { ...base.test, include: hosts, exclude: ['**/node_modules/**'], testTimeout: 120_000, hookTimeout: 120_000 },
});
