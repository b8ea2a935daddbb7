export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/cdktf.out'],
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }],
  },
  maxWorkers: 2,
  // Real Terraform takes longer than jest's five seconds.
  testTimeout: 120_000,
  snapshotFormat: { escapeString: false, printBasicPrototype: false },
};
