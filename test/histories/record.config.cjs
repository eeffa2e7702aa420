/** The services and the compiler of the test suite, with one thing to run: the recorder. */
const suite = require('../../jest.config.cjs')

const {
  testMatch: _,
  testPathIgnorePatterns: __,
  ...services
} = suite.projects.find(({ displayName }) => displayName === 'services')

module.exports = { ...services, testMatch: ['<rootDir>/test/histories/record.ts'] }
