// Opens the first page in new browser profiles and prints [{ready_ms, bytes}] as JSON: ready when the workbench shows
// its chart of months, bytes as they came over the wire, headers included. Arguments: how often.
import process from 'node:process'
import { chromium } from '../web/node_modules/playwright-core/index.mjs'

const { BASE_URL: base, EMAIL: email, PASSWORD: password } = process.env
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
})
const loads = []
for (let i = 0; i < Number(process.argv[2]); i += 1) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' })
  const signedIn = await context.request.post(`${base}/api/session`, { data: { email, password }, headers: { Origin: base } })
  if (!signedIn.ok()) throw new Error(`sign-in: ${signedIn.status()} ${await signedIn.text()}`)
  const page = await context.newPage()
  const network = await context.newCDPSession(page)
  await network.send('Network.enable')
  const load = { ready_ms: 0, bytes: 0 }
  const urls = new Map()
  network.on('Network.responseReceived', (event) => urls.set(event.requestId, event.response.url))
  network.on('Network.loadingFinished', (event) => {
    if (!urls.get(event.requestId)?.includes('/api/')) load.bytes += event.encodedDataLength
  })
  const begun = performance.now()
  await page.goto(base)
  await page.getByRole('heading', { name: '各月销售额' }).waitFor({ timeout: 60_000 })
  load.ready_ms = performance.now() - begun
  await page.waitForTimeout(1500)
  loads.push(load)
  await context.close()
}
await browser.close()
console.log(JSON.stringify(loads))
