// What the first page costs over the wire: the sizes, as Brotli and with headers, of everything the sign-in page and
// the workbench load, by following the imports of the built files. Fails above the budget. Run after `npm run build`.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync } from 'node:zlib'

const budget_bytes = 450 * 1024
/** Of each answer, with the policies of a page; Chromium counts them, too. */
const headers_bytes = 1000
/** Pages opened first, and the drawing code that the workbench asks for. */
const loaded_later = ['workbench-page', 'drawing']

const assets = path.join(import.meta.dirname, '..', 'dist', 'assets')
const names = readdirSync(assets)
const html = readFileSync(path.join(assets, '..', 'index.html'), 'utf8')
const wanted = new Set()

for (const [, name] of html.matchAll(/\/assets\/([\w.-]+)/g)) follow(name)
for (const name of names.filter((file) => loaded_later.some((start) => file.startsWith(start)))) follow(name)

function follow(name) {
  if (wanted.has(name)) return
  wanted.add(name)
  if (!name.endsWith('.js')) return
  const code = readFileSync(path.join(assets, name), 'utf8')
  for (const [, next] of code.matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)) follow(next)
}

let total = brotliCompressSync(html).length + headers_bytes
for (const name of wanted) {
  const bytes = brotliCompressSync(readFileSync(path.join(assets, name))).length + headers_bytes
  total += bytes
  console.log(`${String(bytes).padStart(8)}  ${name}`)
}
console.log(`${String(total).padStart(8)}  in all, of ${budget_bytes} allowed`)
if (total > budget_bytes) process.exit(1)
