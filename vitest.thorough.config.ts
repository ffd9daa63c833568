import { defineConfig } from 'vitest/config';
import base, { thorough } from './vitest.config.js';

/** The suites that `npm test` leaves out: `npm run test:thorough`. Each in a process of its own: typescript-eslint remembers programs. */
export default defineConfig({
  test: { ...base.test, isolate: true, include: thorough, exclude: ['**/node_modules/**', '**/.tmp/**'], testTimeout: 180_000, hookTimeout: 180_000 },
});
