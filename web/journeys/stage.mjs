// What every journey stands on: a browser, windows of a size and a scheme, sign-in, screenshots.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { URL } from 'node:url'
import { chromium } from 'playwright-core'

export const base_url = (process.env.BASE_URL ?? 'http://localhost:8080').replace(/\/$/, '')
export const account = {
  name: process.env.JUAN_NAME ?? '陈经理',
  email: process.env.JUAN_EMAIL ?? 'admin@example.com',
  password: process.env.JUAN_PASSWORD ?? 'correct horse 9',
}

const folder = process.env.JUAN_SCREENSHOTS ?? path.join(import.meta.dirname, '..', 'node_modules', '.journeys')
const desk = { width: 1366, height: 768 }
const phone = { width: 390, height: 844 }
const wait_ms = 20_000

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** A window of its own: { page, context, problems }; `problems` fills with what must not happen in it. */
export async function openWindow({ browser, language, state, isPhone = false, scheme = 'light' }) {
  const context = await browser.newContext({
    baseURL: base_url,
    viewport: isPhone ? phone : desk,
    hasTouch: isPhone,
    colorScheme: scheme,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
    storageState: state,
    acceptDownloads: true,
  })
  await context.addCookies([{ name: 'language', value: language, url: base_url }])
  const page = await context.newPage()
  page.setDefaultTimeout(wait_ms)
  const problems = []
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Refused to/.test(message.text()))
      problems.push(message.text())
  })
  return { context, page, problems }
}

export async function signIn(page, t) {
  await page.getByLabel(t('sign_in.email')).fill(account.email)
  await page.getByLabel(t('sign_in.password'), { exact: true }).fill(account.password)
  await page.getByRole('button', { name: t('sign_in.submit'), exact: true }).click()
}

/** A picture of the window; the first one lets charts, drawn on the next frame, come about. */
export async function picture(page, name) {
  mkdirSync(folder, { recursive: true })
  await page.screenshot()
  await page.waitForTimeout(300)
  await page.screenshot({ path: path.join(folder, `${name}.png`) })
}

/** Chooses in a drop-down by the text of the option. */
export async function choose(page, label, option) {
  await page.getByRole('combobox', { name: label }).click()
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: option }).first().click()
}

export function expect(holds, what) {
  if (!holds) throw new Error(`expected ${what}`)
}

export async function expectNoOverflow(page) {
  const over_px = await page.evaluate(() => {
    const content = globalThis.document.querySelector('#content')
    return content.scrollWidth - content.clientWidth
  })
  expect(over_px <= 0, `nothing wider than the window on ${page.url()}, but ${over_px} px are`)
}

/** What the server says, asked with the session of the window. */
export async function ask(context, address) {
  const response = await context.request.get(`${base_url}/api${address}`)
  if (!response.ok()) throw new Error(`GET ${address}: ${response.status()} ${await response.text()}`)
  return response.json()
}

/** Writes to the server with the session of the window; gives its answer. */
export async function send(context, method, address, data, headers = {}) {
  const response = await context.request.fetch(`${base_url}/api${address}`, {
    method,
    data,
    headers: { Origin: base_url, ...headers },
  })
  if (!response.ok()) throw new Error(`${method} ${address}: ${response.status()} ${await response.text()}`)
  const text = await response.text()
  return text ? JSON.parse(text) : undefined
}

/** A window in which somebody else is signed in; to be closed by who opened it. */
export async function openWindowOf({ browser, language, email, password }) {
  const window = await openWindow({ browser, language })
  await send(window.context, 'POST', '/session', { email, password })
  return window
}

/** Finds a record by typing in a drop-down that searches, and takes it from what the server found. */
export async function find(place, label, text) {
  const page = place.page?.() ?? place
  const answer = page.waitForResponse((response) => new URL(response.url()).searchParams.get('q') === text)
  await place.getByRole('combobox', { name: label, exact: true }).fill(text)
  await answer
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: text }).first().click()
}
