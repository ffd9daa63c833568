import { defineConfig } from 'vitest/config';
import base, { thorough } from './vitest.config.js';

/**
 * The suites that `npm test` leaves out: `npm run test:thorough`. Each in a process of its own, because typescript-eslint
 * remembers programs, and on all cores, because each of them computes.
 */
export default defineConfig({
  test: { ...base.test, isolate: true, maxWorkers: '100%', include: thorough, exclude: ['**/node_modules/**', '**/.tmp/**'], testTimeout: 180_000, hookTimeout: 180_000 },
});
