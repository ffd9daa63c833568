/** ESLint and its parsers ask for the folder they run in, and for environment variables. */
export function provideProcess(): void {
  if (!('process' in globalThis)) Object.assign(globalThis, { process: { env: {}, argv: [], versions: {}, cwd: () => '/', platform: 'browser' } });
}
