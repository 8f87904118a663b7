// Somebody leaves: by a rule one customer goes to one colleague, the rest to another; then it is undone.
import { ask, expect, find, openWindowOf, picture, send } from './stage.mjs'

export const title = 'hand over by a rule, print, undo'
const password = 'seven quiet lanterns 7'

export async function run({ browser, context, page, problems, t, language }) {
  const stamp = `${language}${Date.now() % 1_000_000}`
  const [leaver, first, rest] = await Promise.all(
    ['离职', '接收甲', '接收乙'].map((name, place) =>
      hire(context, `${name} ${stamp}`, `hand-${place}-${stamp}@example.com`),
    ),
  )
  const other = await openWindowOf({ browser, language, email: leaver.email, password })
  const customers = []
  for (const name of ['一号客户', '二号客户', '三号客户']) {
    const { record } = await send(other.context, 'POST', '/customer', {
      name: `${name} ${stamp}`,
      kind: 'organisation',
    })
    customers.push(record)
  }
  problems.push(...other.problems)
  await other.context.close()

  await page.goto(`/hand-over?from=${leaver.id}`)
  await page.getByText(t('hand_over.has', { name: leaver.name })).waitFor()
  await picture(page, `${language}-hand-over-who`)
  await page.getByRole('button', { name: t('hand_over.next') }).click()
  await find(page, t('hand_over.to_all'), rest.name)
  await rule({ page, t, name: `一号客户 ${stamp}`, to: first.name })
  await picture(page, `${language}-hand-over-whom`)
  await page.getByRole('button', { name: t('hand_over.next') }).click()
  await page.locator('.summary').getByText(rest.name).waitFor()
  await picture(page, `${language}-hand-over-summary`)
  await page.getByRole('button', { name: t('hand_over.run'), exact: true }).click()

  await page.waitForURL(/\/hand-over\/hov_/)
  await page.getByRole('heading', { name: t('hand_over.paper_title') }).waitFor()
  await picture(page, `${language}-hand-over-paper`)
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByRole('heading', { name: t('hand_over.paper_title') }).isVisible(), 'the paper to be printed')
  expect(!(await page.locator('.top-bar').isVisible()), 'only the paper to be printed')
  await page.emulateMedia({ media: 'screen' })
  await expectOwners(context, customers, [first.id, rest.id, rest.id])

  await page
    .getByRole('button', { name: new RegExp(escape(t('hand_over.undo_left', { left: '' }).split(/[（(]/)[0].trim())) })
    .click()
  await page
    .locator('.ant-popconfirm')
    .getByRole('button', { name: t('hand_over.undo'), exact: true })
    .click()
  await page.getByText(t('hand_over.undo_done')).waitFor()
  await expectOwners(context, customers, [leaver.id, leaver.id, leaver.id])
}

async function hire(context, name, email) {
  const { id } = await send(context, 'POST', '/accounts/users', { name, email, role: 'sales', password })
  return { id, name, email }
}

async function rule({ page, t, name, to }) {
  await page.getByRole('button', { name: t('hand_over.add_rule') }).click()
  const place = page.locator('.hand-over-rule')
  await find(place, t('hand_over.to'), to)
  await place.getByRole('button', { name: t('filter.title') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(t('filter.text'), { exact: true }).click()
  await dialog.getByRole('textbox').fill(`name = "${name}"`)
  await dialog.getByRole('button', { name: t('action.apply') }).click()
  await dialog.waitFor({ state: 'hidden' })
}

async function expectOwners(context, customers, owners) {
  for (const [place, customer] of customers.entries()) {
    const { record } = await ask(context, `/customer/${customer.id}`)
    expect(record.owner === owners[place], `customer ${place + 1} to belong to ${owners[place]}, not ${record.owner}`)
  }
}

function escape(text) {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)
}
