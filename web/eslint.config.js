// Lint rules. The one that is ours: imports go down only,
// app → pages → record → fields → charts → ui → lib, and no page imports another page.
import path from 'node:path'
import js from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const layers = ['lib', 'ui', 'charts', 'fields', 'record', 'pages', 'app']
const root = path.join(import.meta.dirname, 'src')

/** The folders below src/ that lead to a file: ['pages', 'volume', 'volume.tsx']. */
function place(file) {
  const parts = path.relative(root, file).split(path.sep)
  return layers.includes(parts[0]) ? parts : null
}

function wrongImport(from, target) {
  if (layers.indexOf(target[0]) > layers.indexOf(from[0])) {
    return `${from[0]}/ stands below ${target[0]}/ and may not import it.`
  }
  if (from[0] === 'pages' && target[0] === 'pages' && from[1] !== target[1]) {
    return `pages/${from[1]} may not import pages/${target[1]}: put what both need in a layer below.`
  }
  return null
}

const direction = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const from = place(context.filename)
    function look(node) {
      const name = node.source?.value
      if (!from || typeof name !== 'string') return
      const file = name.startsWith('@/')
        ? path.join(root, name.slice(2))
        : name.startsWith('.') && path.resolve(path.dirname(context.filename), name)
      const target = file && place(file)
      const message = target && wrongImport(from, target)
      if (message) context.report({ node, message })
    }
    return { ImportDeclaration: look, ImportExpression: look, ExportNamedDeclaration: look, ExportAllDeclaration: look }
  },
}

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    plugins: { 'react-hooks': reactHooks, juan: { rules: { direction } } },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'juan/direction': 'error',
      'max-lines': ['error', { max: 400 }],
      'no-restricted-globals': ['error', { name: 'fetch', message: 'Use lib/api: it turns failures into sentences.' }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that declares it.' },
      ],
      'no-console': ['error', { allow: ['error'] }],
    },
  },
  {
    files: ['src/lib/api.ts', 'src/lib/early.ts', '**/*.test.ts', '**/*.test.tsx', 'tests/**'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    files: ['scripts/**', 'eslint.config.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
    rules: { 'no-console': 'off' },
  },
)
