/**
 * Two kinds of tests. Those of the pure rooms need nothing and start at once; all others find a real Postgres and
 * a real Temporal server, which jest starts only when at least one of them was selected.
 */
// Results must not depend on where the tests run; a test of zones starts a process of its own with another TZ.
process.env.TZ = 'UTC'

const PURE_ROOMS = [
  'time',
  'events',
  'facts',
  'kpis',
  'reconciliation',
  'planning',
  'comparison',
  'reports',
  'config',
  'telemetry',
  'simulator',
  'delivery',
  'genesys',
]
// Scenarios that the real store keeps lie in a folder of theirs.
const PURE = [
  `<rootDir>/test/(${PURE_ROOMS.join('|')})/.*\\.test\\.ts$`,
  '<rootDir>/test/(scenarios/)?[^/]+\\.test\\.ts$',
]

// testMatch knows <rootDir> and globs, the ignore list only patterns: the same rooms, said twice.
const PURE_MATCH = [
  `<rootDir>/test/{${PURE_ROOMS.join(',')}}/**/*.test.ts`,
  '<rootDir>/test/*.test.ts',
  '<rootDir>/test/scenarios/*.test.ts',
]

const shared = {
  rootDir: __dirname,
  roots: ['<rootDir>/test'],
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022', keepClassNames: true },
        module: { type: 'commonjs', ignoreDynamic: true },
        sourceMaps: 'inline',
      },
    ],
  },
}

module.exports = {
  maxWorkers: 2,
  // Jest heeds this one only here, not in a project.
  testTimeout: 180_000,
  projects: [
    { ...shared, displayName: 'pure', testMatch: PURE_MATCH },
    {
      ...shared,
      displayName: 'services',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: PURE,
      globalSetup: '<rootDir>/test/setup/start-services.ts',
      globalTeardown: '<rootDir>/test/setup/stop-services.ts',
    },
  ],
}
