// Runs the journeys against a server, first in Chinese, then in English, and fails when one fails.
//
//   BASE_URL=http://localhost:8080 JUAN_SETUP_URL=http://localhost:8080/setup?token=... node journeys/run.mjs [zh|en] [name ...]
//
// JUAN_SCREENSHOTS: folder for pictures.  JUAN_EMAIL, JUAN_PASSWORD: the administrator.  CHROMIUM: the browser.
import process from 'node:process'
import * as administration from './administration.mjs'
import * as audit from './audit.mjs'
import * as bulk from './bulk.mjs'
import * as customers from './customers.mjs'
import * as dark_phone from './dark-phone.mjs'
import * as hand_over from './hand-over.mjs'
import * as import_file from './import.mjs'
import * as newcomer from './newcomer.mjs'
import * as session_expiry from './session-expiry.mjs'
import * as set_up from './set-up.mjs'
import * as share from './share.mjs'
import { launch, openWindow, picture } from './stage.mjs'
import * as two_people from './two-people.mjs'
import { wordsOf } from './words.mjs'

// In this order: the first signs in for all, the second brings in the customers.
const journeys = {
  'set-up': set_up,
  import: import_file,
  customers,
  'dark-phone': dark_phone,
  'session-expiry': session_expiry,
  'two-people': two_people,
  bulk,
  newcomer,
  share,
  'hand-over': hand_over,
  administration,
  audit,
}
const wanted = process.argv.slice(2)
const languages = ['zh', 'en'].filter(
  (language) => !wanted.some((word) => word === 'zh' || word === 'en') || wanted.includes(language),
)
const names = Object.keys(journeys).filter(
  (name) => name === 'set-up' || !wanted.some((word) => word in journeys) || wanted.includes(name),
)

const browser = await launch()
let failed = 0
for (const language of languages) {
  let state
  for (const name of names) {
    const outcome = await play({ language, name, state })
    state = outcome.state ?? state
    failed += outcome.error ? 1 : 0
    if (name === 'set-up' && outcome.error) break
  }
}
await browser.close()
process.stdout.write(failed === 0 ? 'all journeys passed\n' : `${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1

/** One journey in a window of its own; gives the session it ends with, so that the next need not sign in. */
async function play({ language, name, state }) {
  const journey = journeys[name]
  const started_ms = Date.now()
  const { context, page, problems } = await openWindow({ browser, language, state, ...journey.window })
  let error
  try {
    await journey.run({ browser, context, page, problems, language, state, t: wordsOf(language) })
    if (problems.length > 0) throw new Error(problems.join('\n'))
  } catch (caught) {
    error = caught
    await picture(page, `FAILED-${language}-${name}`).catch(() => {})
  }
  const ended = error ? undefined : await context.storageState()
  const seconds = ((Date.now() - started_ms) / 1000).toFixed(1)
  process.stdout.write(`${error ? 'FAILED' : 'ok    '} ${language} ${name}: ${journey.title} (${seconds} s)\n`)
  if (error)
    process.stdout.write(`${String(error.stack ?? error).replace(/^/gm, '       ')}\n       at ${page.url()}\n`)
  await context.close()
  return { error, state: ended }
}
