import pureModules from './scripts/pureModules.cjs'
import ts from 'typescript-eslint'

/** Local API of Payload, as called on `payload` or on anything's `.payload`. */
const operation =
  /^(find|findByID|findVersions|findVersionByID|findDistinct|count|countVersions|create|update|delete|duplicate|restoreVersion|findGlobal|updateGlobal|restoreGlobalVersion)$/
const LOCAL_API = [
  {
    selector: `CallExpression[callee.type='MemberExpression'][callee.property.name=${operation}][callee.object.name='payload']`,
    message: 'Only store.ts (and platform/) talks to the Local API.',
  },
  {
    selector: `CallExpression[callee.type='MemberExpression'][callee.property.name=${operation}][callee.object.property.name='payload']`,
    message: 'Only store.ts (and platform/) talks to the Local API.',
  },
  {
    selector: "MemberExpression[property.name='db'][object.property.name='payload']",
    message: 'Only store.ts (and platform/) touches payload.db.',
  },
  {
    selector: "MemberExpression[property.name='db'][object.name='payload']",
    message: 'Only store.ts (and platform/) touches payload.db.',
  },
]
const IMPURE = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Take `now` as an argument.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take `now` as an argument.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Take ids from ports.',
  },
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'Options come in through the sanitizers.',
  },
  { selector: 'AwaitExpression', message: 'Domain code is synchronous.' },
]
const REQ = [
  {
    selector:
      'CallExpression[callee.property.name=/^(find|findByID|count|create|update|delete)$/]' +
      "[callee.object.property.name='payload'] > ObjectExpression:not(:has(> Property[key.name='req']))" +
      ':not(:has(> SpreadElement))',
    message: 'Pass req, or this call leaves the transaction.',
  },
]
const MARKUP = [
  {
    selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
    message: 'Nothing that a stranger wrote is rendered as markup.',
  },
]
// Next bundles pages and routes apart and reloads modules: each copy would have a memory of its own.
const STATE = [
  {
    selector: ':matches(Program, ExportNamedDeclaration) > VariableDeclaration[kind=/let|var/]',
    message: 'No state in a module: Next loads it several times. See platform/shared.ts.',
  },
  {
    selector:
      ':matches(Program, ExportNamedDeclaration) > VariableDeclaration > VariableDeclarator > ' +
      'NewExpression[callee.name=/^(Map|Set|WeakMap|WeakSet)$/][arguments.length=0]',
    message: 'No state in a module: Next loads it several times. See platform/shared.ts.',
  },
]

export default ts.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      '.cache/',
      '.demo/',
      'test/.tmp/',
      'test/.results/',
      '**/.next/',
      '**/next-env.d.ts',
      'dev/payload-types.ts',
      'dev/app/(payload)/admin/importMap.js',
      'scripts/tarball/',
    ],
  },
  {
    files: ['**/*.{ts,tsx,mjs,cjs,js}'],
    languageOptions: { parser: ts.parser },
    plugins: { ts: ts.plugin },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // Formatting is prettier's, at 110; what it leaves long is a comment.
      'max-len': [
        'error',
        {
          code: 120,
          ignoreUrls: true,
          ignoreStrings: true,
          ignoreTemplateLiterals: true,
          ignoreRegExpLiterals: true,
        },
      ],
      'no-debugger': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
      'no-var': 'error',
      'no-unreachable': 'error',
      'no-dupe-keys': 'error',
      'no-self-compare': 'error',
      'no-async-promise-executor': 'error',
      'ts/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      'ts/no-explicit-any': 'error',
      'ts/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      'ts/no-non-null-assertion': 'off',
    },
  },
  // What a REST answer holds is not known, and tests say what they expect of it.
  { files: ['test/**'], rules: { 'ts/no-explicit-any': 'off' } },
  // With types: a promise that nobody waits for is a write that may not have happened.
  {
    files: ['src/**/*.{ts,tsx}', 'test/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'ts/no-floating-promises': 'error',
      'ts/no-misused-promises': ['error', { checksVoidReturn: false }],
      'ts/await-thenable': 'error',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': ['error', ...LOCAL_API, ...MARKUP, ...STATE],
      'no-console': 'error',
    },
  },
  { files: ['src/**/*.ts'], ignores: ['src/translations/**'], rules: { 'max-lines': ['error', 260] } },
  { files: ['src/bin/**'], rules: { 'no-console': 'off' } },
  {
    files: ['src/capabilities/*/store.ts', 'src/platform/**'],
    rules: { 'no-restricted-syntax': ['error', ...REQ, ...MARKUP, ...STATE] },
  },
  {
    files: ['src/kernel/**', `src/capabilities/*/{${pureModules.join(',')}}.ts`],
    rules: { 'no-restricted-syntax': ['error', ...LOCAL_API, ...IMPURE, ...STATE] },
  },
)
