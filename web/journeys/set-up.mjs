// A fresh server: the one-time link makes the first administrator, who lands on the workbench. On a
// server already set up the administrator signs in.
import process from 'node:process'
import { URL } from 'node:url'
import { account, ask, expect, picture, signIn } from './stage.mjs'

export const title = 'set up, sign in, workbench'

export async function run({ context, page, t, language }) {
  const { needed } = await ask(context, '/setup')
  if (needed) await setUp(page, t)
  else {
    await page.goto('/')
    await page.waitForURL(/\/login/)
    await picture(page, `${language}-sign-in`)
    await signIn(page, t)
  }
  await page.getByRole('heading', { level: 1, name: t('workbench.title') }).waitFor()
  expect(new URL(page.url()).pathname === '/workbench', 'the workbench to be the first page')
  await picture(page, `${language}-workbench-first`)
}

async function setUp(page, t) {
  const link = process.env.JUAN_SETUP_URL
  expect(link, 'JUAN_SETUP_URL, the one-time link, for a server that is not set up')
  await page.goto(link)
  await page.getByLabel(t('setup.name'), { exact: true }).fill(account.name)
  await page.getByLabel(t('sign_in.email')).fill(account.email)
  await page.getByLabel(t('sign_in.password'), { exact: true }).fill(account.password)
  await page.getByLabel(t('setup.password_again')).fill(account.password)
  await picture(page, 'set-up')
  await page.getByRole('button', { name: t('setup.submit') }).click()
}
