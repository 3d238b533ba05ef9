/* Rules for the JavaScript of our pages. Run by ./mvnw verify, or by hand: npm ci && npm run lint in this folder. */
import js from '@eslint/js';
import globals from 'globals';

export default [
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2024, sourceType: 'module' },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'array-callback-return': 'error',
      'consistent-return': 'error',
      'default-case-last': 'error',
      'eqeqeq': 'error',
      'no-else-return': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-lonely-if': 'error',
      'no-param-reassign': 'error',
      'no-self-compare': 'error',
      'no-shadow': 'error',
      'no-throw-literal': 'error',
      'no-unneeded-ternary': 'error',
      'no-useless-return': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-arrow-callback': 'error',
      'prefer-const': 'error',
      'prefer-template': 'error',
    },
  },
  {
    files: ['src/main/resources/**/*.js'],
    languageOptions: { globals: globals.browser },
  },
  {
    /* A classic script, which Camunda's pages load in their head. */
    files: ['src/main/resources/**/lib/sign-in.js', 'src/main/resources/**/lib/slow-start.js'],
    languageOptions: { sourceType: 'script' },
  },
  {
    /* Modeler loads it as CommonJS. */
    files: ['docs/policy/modeler-plugin/**/*.js'],
    languageOptions: { globals: globals.node, sourceType: 'commonjs' },
  },
  {
    files: ['src/eslint/*.js'],
    languageOptions: { globals: globals.node },
  },
];
