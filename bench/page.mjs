// Opens the first page in new browser profiles and prints [{painted_ms, ready_ms, bytes, bytes_api}] as JSON. Painted:
// every part of the workbench is on the screen, the chart of months drawn. Ready: painted, and the page's thread free
// to answer a click, which is the end of the last long task (W3C: over 50 ms) before it stays quiet. Times count from
// the begin of the navigation, bytes are those over the wire, headers included. Arguments: how often.
import process from 'node:process'
import { chromium } from '../web/node_modules/playwright-core/index.mjs'

const { BASE_URL: base, EMAIL: email, PASSWORD: password } = process.env
const wait_ms = 60_000
const quiet_ms = 2_000

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
})
const visits = []
for (let i = 0; i < Number(process.argv[2]); i += 1) visits.push(await visit())
await browser.close()
console.log(JSON.stringify(visits))

async function visit() {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' })
  const signedIn = await context.request.post(`${base}/api/session`, {
    data: { email, password },
    headers: { Origin: base },
  })
  if (!signedIn.ok()) throw new Error(`sign-in: ${signedIn.status()} ${await signedIn.text()}`)
  const page = await context.newPage()
  const bytes = await countBytes(context, page)
  await page.addInitScript(watch)
  await page.goto(base)
  const isQuiet = (quiet) => globalThis.watched.painted_ms > 0 && globalThis.quietFor_ms() > quiet
  await page.waitForFunction(isQuiet, quiet_ms, { timeout: wait_ms, polling: 200 })
  const { painted_ms, busy_until_ms } = await page.evaluate(() => globalThis.watched)
  await context.close()
  return { painted_ms, ready_ms: Math.max(painted_ms, busy_until_ms), bytes: bytes.page, bytes_api: bytes.api }
}

/** Runs in the page, before anything of it. */
function watch() {
  const watched = { painted_ms: 0, busy_until_ms: 0 }
  const panels = ['.workbench-tiles a', '.workbench-newest li', '.workbench-lacks li', '.workbench-table td']
  const parts = [...panels, '.chart canvas']
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) watched.busy_until_ms = task.startTime + task.duration
  }).observe({ type: 'longtask', buffered: true })
  const isWhole = () => parts.every((part) => document.querySelector(part))
  // A chart is drawn on the frame after its canvas came; what a frame draws is on the screen once a task after it runs.
  const painted = () => requestAnimationFrame(() => setTimeout(() => (watched.painted_ms = performance.now())))
  const look = () => requestAnimationFrame(isWhole() ? painted : look)
  look()
  globalThis.watched = watched
  globalThis.quietFor_ms = () => performance.now() - Math.max(watched.painted_ms, watched.busy_until_ms)
}

async function countBytes(context, page) {
  const bytes = { page: 0, api: 0 }
  const urls = new Map()
  const network = await context.newCDPSession(page)
  await network.send('Network.enable')
  network.on('Network.responseReceived', (event) => urls.set(event.requestId, event.response.url))
  network.on('Network.loadingFinished', (event) => {
    bytes[urls.get(event.requestId)?.includes('/api/') ? 'api' : 'page'] += event.encodedDataLength
  })
  return bytes
}
