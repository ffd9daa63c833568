import { defineConfig } from 'vitest/config';
import base, { runtime } from './vitest.config.js';
import thorough from './vitest.thorough.config.js';

/** Fixed servers under attack, with a line for each library: `npm run test:runtime`. */
export default defineConfig({
  test: { ...thorough.test, include: runtime, reporters: ['default', './scripts/libraries-reporter.mjs', ...(base.test?.reporters as string[]).slice(1)] },
});
