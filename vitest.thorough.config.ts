import { defineConfig } from 'vitest/config';
import base, { thorough } from './vitest.config.js';

/** The suites that `npm test` leaves out: `npm run test:thorough`. */
export default defineConfig({
  test: { ...base.test, include: thorough, exclude: ['**/node_modules/**', '**/.tmp/**'], testTimeout: 180_000, hookTimeout: 180_000 },
});
