import { defineConfig, type UserConfig } from 'tsdown';

const shared: UserConfig = {
  platform: 'node',
  target: 'node20.19',
  fixedExtension: false,
  dts: { sourcemap: false },
};

export default defineConfig([
  { ...shared, entry: { index: 'src/index.ts', audit: 'src/audit/index.ts', cli: 'src/audit/cli.ts' }, format: 'esm', sourcemap: true },
  // Types only. CommonJS, because ESLint's declarations are: `@eslint/core` has one set of types for import and one for
  // require, and what is said of the former does not reach ESLint.
  { ...shared, entry: ['src/rule-options.ts'], format: 'cjs' },
]);
