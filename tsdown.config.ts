import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: { index: 'src/index.ts', audit: 'src/audit/index.ts', cli: 'src/audit/cli.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  fixedExtension: false,
  dts: { sourcemap: false },
  sourcemap: true,
});
