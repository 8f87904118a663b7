// The session ends while somebody types: the dialog comes, and after signing in the text goes through.
import { findPerson } from './people.mjs'
import { account, ask, base_url, expect, picture, signIn } from './stage.mjs'

export const title = 'a session that ends while typing loses nothing'

export async function run({ context, page, t, language }) {
  const person = await findPerson((address) => ask(context, address), language)
  const text = `会话过期时正在输入的内容 ${language}`
  await page.goto(`/customer/${person.id}`)
  await inTheDialog({ context, page, t, language, text })
  await overAReload({ context, page, t, language, person })
  await inAForm({ context, page, t, language })
}

async function endSession(context, language) {
  await context.clearCookies()
  await context.addCookies([{ name: 'language', value: language, url: base_url }])
}

async function inTheDialog({ context, page, t, language, text }) {
  const box = page.getByRole('textbox', { name: t('volume.follow_up_text') })
  await box.fill(text)
  await endSession(context, language)
  await page.getByRole('button', { name: t('volume.follow_up_save'), exact: true }).click()

  const dialog = page.getByRole('dialog', { name: t('sign_in.ended') })
  await dialog.waitFor()
  expect((await box.inputValue()) === text, 'what was typed to stay in the box behind the dialog')
  await picture(page, `${language}-session-ended`)
  await signInAgain(dialog, t)
  await page.getByTestId('entry').filter({ hasText: text }).first().waitFor()
  expect((await page.getByTestId('entry').filter({ hasText: text }).count()) === 1, 'the follow-up to be written once')
}

async function signInAgain(dialog, t) {
  await dialog.getByLabel(t('sign_in.password'), { exact: true }).fill(account.password)
  await dialog.getByRole('button', { name: t('sign_in.submit'), exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
}

/** Whoever loads the page anew must sign in, is led back, and finds the text. */
async function overAReload({ context, page, t, language, person }) {
  const box = page.getByRole('textbox', { name: t('volume.follow_up_text') })
  const text = `写到一半 ${language}`
  await box.fill(text)
  await endSession(context, language)
  await page.reload()
  await page.waitForURL(/\/login/)
  await signIn(page, t)
  await page.waitForURL(new RegExp(`/customer/${person.id}$`))
  await box.waitFor()
  expect((await box.inputValue()) === text, 'what was typed to be there after signing in on another page')
  await box.fill('')
}

/** A form is sent once the session is there again, and once only. */
async function inAForm({ context, page, t, language }) {
  const { objects } = await ask(context, '/objects')
  const label = objects.find((object) => object.name === 'task').fields.find((field) => field.name === 'subject').label
  const text = `过期时的任务 ${language} ${Date.now() % 1_000_000}`
  await page.goto('/task/new')
  await page.getByLabel(label[language], { exact: false }).first().fill(text)
  await endSession(context, language)
  await page.getByRole('button', { name: t('action.save') }).click()
  await signInAgain(page.getByRole('dialog', { name: t('sign_in.ended') }), t)
  await page.waitForURL(/\/task\/tsk_|\/task\/[a-z]+_/)
  const found = await ask(context, `/task?filter=${encodeURIComponent(`subject = "${text}"`)}`)
  expect(found.total === 1, 'the form to be saved once')
}
