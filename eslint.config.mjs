import tseslint from 'typescript-eslint';

/**
 * The rooms of `src`, lowest first, with the rooms that each may import from.
 * Dependencies point one way; this is where that rule is enforced.
 *
 * @type {Record<string, string[]>}
 */
const ROOMS = {
  host: [],
  engine: ['host'],
  data: ['engine', 'host'],
  plot: ['host'],
  layers: ['engine', 'host'],
  models: ['engine', 'layers', 'data', 'host'],
  training: ['engine', 'host'],
  learn: ['engine', 'data', 'training', 'host'],
  serving: ['engine', 'training', 'host'],
};

/** @type {import('typescript-eslint').ConfigWithExtends[]} */
const roomRules = Object.entries(ROOMS).map(([room, allowed]) => ({
  files: [`src/${room}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^(\\.\\./)+(${Object.keys(ROOMS)
              .filter((other) => other !== room && !allowed.includes(other))
              .join('|')}|index)(/|$)`,
            message: `The room ${room} may import from ${allowed.join(', ') || 'no other room'} only.`,
          },
          ...(room === 'engine'
            ? []
            : [
                {
                  regex: '^@tensorflow/',
                  message: 'Only the room engine knows the binding: import { tf } from it.',
                },
              ]),
        ],
      },
    ],
  },
}));

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '.venv*/**',
      '.cache/**',
      'site/_build/**',
      '**/_static/**',
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.mjs'],
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      'prefer-const': ['error', { destructuring: 'all' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['src/**/*.ts', 'kernel/**/*.ts', 'notebooks/exercises/**/*.ts'],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-console': 'error',
    },
  },
  {
    // Wrong answers need not use what they are given.
    files: ['tests/learn/answers/**/*.ts'],
    rules: { '@typescript-eslint/no-unused-vars': ['error', { args: 'none' }] },
  },
  {
    // The rooms that talk to untyped parts: TensorFlow's binding, tslab, and the library in a page's worker.
    files: ['src/engine/**/*.ts', 'kernel/**/*.ts', 'site/cells/worker/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-require-imports': 'off',
      'no-console': 'off',
    },
  },
  ...roomRules,
);
