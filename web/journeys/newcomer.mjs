// Somebody new: a role with a masked field, an invitation, the first sign-in, the mask, the second factor.
import { ask, choose, expect, openWindow, picture, send } from './stage.mjs'
import { nextTotp, totp } from './totp.mjs'

export const title = 'a role with a masked field; invited; two-step sign-in'
const password = 'seven quiet lanterns 7'

export async function run({ browser, context, page, problems, t, language }) {
  const stamp = `${language}${Date.now() % 1_000_000}`
  const role = { name: `客服 ${stamp}`, code: `service_${stamp}` }
  await makeRole({ context, page, t, role, language })
  const link = await invite({ context, page, t, role, stamp, language })

  const other = await openWindow({ browser, language })
  try {
    await accept({ page: other.page, t, link })
    await signIn(other.page, t, `new-${stamp}@example.com`)
    await other.page.getByRole('heading', { level: 1, name: t('workbench.title') }).waitFor()
    await lookBehindMask({ context: other.context, page: other.page, t, language })
    const key = await setUpFactor({ page: other.page, t, language })
    await signInWithCode({ page: other.page, t, key, email: `new-${stamp}@example.com`, language })
  } finally {
    problems.push(...other.problems)
    await other.context.close()
  }
}

async function makeRole({ context, page, t, role, language }) {
  await page.goto('/role/new')
  await page.getByLabel(t('role.name'), { exact: true }).fill(role.name)
  await page.getByLabel(t('role.code'), { exact: true }).fill(role.code)
  const { objects } = await ask(context, '/objects')
  const customer = objects.find((object) => object.name === 'customer')
  const label = customer.label_plural[language] || customer.label[language]
  await choose(page, `${label} · ${t('verb.read')}`, t('scope.all'))
  await page.getByTestId('rights-customer').getByRole('button').click()
  const line = page.getByRole('dialog').getByTestId('field-right-phone')
  await line.getByRole('combobox').click()
  await page
    .locator('.ant-select-dropdown:visible .ant-select-item-option')
    .filter({ hasText: new RegExp(`^${t('right.masked')}$`) })
    .click()
  await line.getByText(t('role.reveal')).click()
  await picture(page, `${language}-role-fields`)
  await page.locator('.ant-drawer-close').click()
  await page.getByRole('button', { name: t('action.save'), exact: true }).click()
  await page.waitForURL(/\/role\/rol_/)
  await picture(page, `${language}-role`)
  const { record } = await ask(context, `/role/${page.url().split('/').at(-1)}`)
  expect(record.rights.customer.read === 'all', 'the role to see all customers')
  expect(record.rights.customer.fields.phone === 'masked', 'the phone to be masked')
}

async function invite({ context, page, t, role, stamp, language }) {
  const { items } = await ask(context, `/role?filter=${encodeURIComponent(`code = "${role.code}"`)}`)
  const made = await send(context, 'POST', '/user', {
    name: `新人 ${stamp}`,
    email: `new-${stamp}@example.com`,
    role: items[0].id,
  })
  await page.goto(`/user/${made.record.id}`)
  await page.getByRole('tab', { name: t('user.tab_rights') }).click()
  await page
    .getByText(t('user.field_masked', { field: '' }).trim(), { exact: false })
    .first()
    .waitFor()
  await picture(page, `${language}-user-rights`)
  await page.getByRole('button', { name: t('user.invite') }).click()
  const link = (await page.getByTestId('shown-once').textContent()).trim()
  expect(/\/link\/[\w-]{20,}$/.test(link), `a link to sign in by, not ${link}`)
  await page.getByRole('button', { name: t('once.done') }).click()
  return new globalThis.URL(link).pathname
}

async function accept({ page, t, link }) {
  await page.goto(link)
  await page.getByLabel(t('password.new'), { exact: true }).fill(password)
  await page.getByLabel(t('setup.password_again')).fill(password)
  await page.getByRole('button', { name: t('link_page.save') }).click()
  await page.getByText(t('link_page.done')).waitFor()
  await page.goto(link)
  await page.getByText(t('link_page.ask_again')).waitFor()
}

async function signIn(page, t, email) {
  await page.goto('/login')
  await page.getByLabel(t('sign_in.email')).fill(email)
  await page.getByLabel(t('sign_in.password'), { exact: true }).fill(password)
  await page.getByRole('button', { name: t('sign_in.submit'), exact: true }).click()
}

async function lookBehindMask({ context, page, t, language }) {
  const { items } = await ask(context, '/customer?filter=phone:*&page_size=1').catch(() =>
    ask(context, '/customer?page_size=50'),
  )
  const masked = items.find((item) => String(item.phone ?? '').includes('*'))
  expect(masked, 'a customer whose phone is shown in part')
  await page.goto(`/customer/${masked.id}`)
  const { objects } = await ask(context, '/objects')
  const field = objects.find((object) => object.name === 'customer').fields.find((one) => one.name === 'phone')
  await page
    .getByRole('button', { name: t('reveal.open', { field: field.label[language] }) })
    .first()
    .click()
  await page.getByLabel(t('reveal.reason')).fill('回访客户，核对号码')
  await page.getByRole('button', { name: t('reveal.show'), exact: true }).click()
  const whole = page.locator('.revealed-value')
  await whole.waitFor()
  expect(!(await whole.textContent()).includes('*'), 'the whole number')
  await picture(page, `${language}-reveal`)
}

async function setUpFactor({ page, t, language }) {
  await page.goto('/account')
  await page.getByRole('button', { name: t('account.turn_on') }).click()
  const key = await page.locator('.second-factor-secret').textContent()
  await page.getByLabel(t('second_factor.code')).fill('000000')
  await page.getByRole('button', { name: t('second_factor.confirm') }).click()
  await page.getByRole('dialog').getByRole('alert').waitFor()
  await page.getByLabel(t('second_factor.code')).fill(totp(key))
  await page.getByRole('button', { name: t('second_factor.confirm') }).click()
  const codes = page.getByRole('list', { name: t('second_factor.codes_title') }).getByRole('listitem')
  await codes.first().waitFor()
  expect((await codes.count()) === 10, 'ten recovery codes')
  await picture(page, `${language}-recovery-codes`)
  await page.getByText(t('second_factor.codes_kept')).click()
  await page.getByRole('button', { name: t('second_factor.finish') }).click()
  await page.getByText(t('account.codes_left', { count: 10 })).waitFor()
  return key
}

async function signInWithCode({ page, t, key, email, language }) {
  await send(page.context(), 'DELETE', '/session')
  await signIn(page, t, email)
  const box = page.getByLabel(t('sign_in.code'), { exact: true })
  await box.waitFor()
  await picture(page, `${language}-sign-in-code`)
  await box.fill(nextTotp(key))
  await page.getByRole('button', { name: t('sign_in.submit'), exact: true }).click()
  await page.getByRole('heading', { level: 1, name: t('workbench.title') }).waitFor()
}
