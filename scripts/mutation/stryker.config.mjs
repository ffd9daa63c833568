// What every run of Stryker has in common. `npm run mutation` adds what is drawn: by itself this would try all changes.

export default {
  testRunner: 'drawn',
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  coverageAnalysis: 'perTest',
  // Changes to what is computed once, when a file is loaded, count like all others: all tests are run for each.
  ignoreStatic: false,
  // How much longer than without a change the tests of a change may take: other programs run on the machine, too.
  timeoutFactor: 3,
  timeoutMS: 30_000,
  dryRunTimeoutMinutes: 20,
  // What Vitest keeps of each run adds up.
  maxTestRunnerReuse: 25,
  // The tests run the sources as they are. Their types have been checked.
  disableTypeChecks: false,
  ignorePatterns: ['/dist', '/reports', '/coverage', '/docs/.vitepress'],
  tempDirName: 'reports/mutation/sandboxes',
  reporters: ['lines', 'json'],
  jsonReporter: { fileName: 'reports/mutation/report.json' },
  logLevel: 'warn',
  fileLogLevel: 'off',
  warnings: { slow: false },
};
