// Takes a picture of every page, of its main dialogs and of its states, to be looked at by people.
//
//   python3 ../tests/server.py --binary ../build/release/juan --sample -- node journeys/pictures.mjs \
//     [zh|en] [light|dark] [desk|phone] [SCENE ...]
//
// JUAN_SCREENSHOTS: the folder.  The rest as for run.mjs.  Tells what is wider than the window, what shows
// words of the other language, and every scene that did not come about.
import process from 'node:process'
import { furnish, password } from './furnish.mjs'
import { scenes } from './scenes.mjs'
import * as set_up from './set-up.mjs'
import { account, launch, openWindow, picture, send } from './stage.mjs'
import { wordsOf } from './words.mjs'

const start_ms = 8_000
const wanted = process.argv.slice(2)
const pick = (all) => (all.some((one) => wanted.includes(one)) ? all.filter((one) => wanted.includes(one)) : all)
const languages = pick(['zh', 'en'])
const schemes = pick(['light', 'dark'])
const sizes = pick(['desk', 'phone'])
const names = pick(Object.keys(scenes))

const browser = await launch()
const first = await openWindow({ browser, language: 'zh' })
await set_up.run({ ...first, t: wordsOf('zh'), language: 'zh' })
const facts = await furnish(first.context)
const states = { administrator: await first.context.storageState(), nobody: undefined }
await first.context.close()

let failed = 0
for (const language of languages) {
  for (const scheme of schemes) {
    for (const size of sizes) for (const name of names) await take({ language, scheme, size, name })
  }
}
await browser.close()
process.stdout.write(failed === 0 ? 'all pictures taken\n' : `${failed} scenes failed\n`)
process.exitCode = failed === 0 ? 0 : 1

async function take({ language, scheme, size, name }) {
  const { as = 'administrator', address, act } = scenes[name]
  const state = await stateOf(as, language)
  const { context, page, problems } = await openWindow({ browser, language, state, isPhone: size === 'phone', scheme })
  const file = [name, language, scheme, size].join('-')
  const t = wordsOf(language)
  try {
    await page.goto(typeof address === 'function' ? address(facts) : address)
    await page.getByRole('heading', { level: 1 }).first().waitFor({ timeout: start_ms })
    await settled(page)
    await act?.({ page, context, t, facts, language, isPhone: size === 'phone' })
    await settled(page)
    problems.push(...(await oddities(page, language)))
  } catch (error) {
    failed += 1
    problems.push(String(error.message).split('\n').slice(0, 3).join(' '))
  }
  await picture(page, file)
  if (problems.length > 0) process.stdout.write(`${file}: ${problems.join('; ')}\n`)
  await context.close()
}

/** The session of somebody; 'alone' is one of the administrator's that no other scene has. */
async function stateOf(as, language) {
  if (as in states) return states[as]
  const { context } = await openWindow({ browser, language })
  const isAlone = as === 'alone'
  const who = isAlone ? account : { email: `${as}@example.com`, password }
  await send(context, 'POST', '/session', { email: who.email, password: who.password })
  const state = await context.storageState()
  await context.close()
  if (!isAlone) states[as] = state
  return state
}

/** Nothing is being read any more, as far as one can see. */
async function settled(page) {
  await page
    .waitForFunction(() => !globalThis.document.querySelector('.ant-skeleton-active, .ant-spin-spinning'), undefined, {
      timeout: 5000,
    })
    .catch(() => undefined)
  await page.waitForTimeout(250)
}

/** What a program can see wrong: wider than the window, too small to touch, a page without a title of its own. */
function oddities(page, language) {
  return page.evaluate((shown_language) => {
    const { document } = globalThis
    const found = []
    const over_px = document.documentElement.scrollWidth - document.documentElement.clientWidth
    if (over_px > 0) found.push(`${over_px} px too wide`)
    const content = document.querySelector('#content')
    if (content && content.scrollWidth > content.clientWidth) {
      found.push(`content ${content.scrollWidth - content.clientWidth} px too wide`)
    }
    for (const box of document.querySelectorAll('.ant-modal-container, .ant-drawer-content-wrapper, .ant-popover')) {
      const { left, right } = box.getBoundingClientRect()
      if (right > 0 && (left < 0 || right > globalThis.innerWidth + 1)) found.push('a dialog wider than the window')
    }
    if (!/ · Juan 卷$/.test(document.title)) found.push(`title "${document.title}"`)
    if (shown_language === 'en') {
      const labels = [...document.querySelectorAll('button, label, th, h1, h2, h3, legend, .ant-tabs-tab')]
        .map((place) => place.textContent.trim())
        .filter((text) => /^[\u4E00-\u9FFF]/.test(text) && text !== '中文')
      if (labels.length > 0) found.push(`Chinese: ${[...new Set(labels)].slice(0, 6).join(' | ')}`)
    }
    return found
  }, language)
}
