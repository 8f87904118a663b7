// Many customers at once: all that match are changed, changed back, and deleted; those with orders stay.
import { ask, base_url, choose, expect, picture } from './stage.mjs'

export const title = 'change and delete all customers that match'

const customers = 60
const buyers = 3

export async function run({ context, page, t, language }) {
  const stamp = `批量 ${language} ${Date.now() % 1_000_000}`
  await bringIn({ page, stamp })
  const count = async (more = '') =>
    (await ask(context, `/customer?page_size=1&filter=${encodeURIComponent(`tags = "${stamp}"${more}`)}`)).total
  expect((await count()) === customers, `${customers} customers to begin with`)

  await page.goto(`/customer?filter=${encodeURIComponent(`tags = "${stamp}"`)}`)
  const bar = await chooseAll({ page, t })
  const { objects } = await ask(context, '/objects')
  const channel = objects.find((object) => object.name === 'customer').fields.find((field) => field.name === 'channel')
  await bar.getByRole('button', { name: t('bulk.edit'), exact: true }).click()
  // The list is long: it is searched, as a person would.
  await page.getByRole('combobox', { name: t('bulk.field') }).fill(channel.label[language])
  await choose(page, t('bulk.field'), channel.label[language])
  await page.getByRole('dialog').getByLabel(channel.label[language]).fill('门店')
  await page.getByRole('button', { name: t('bulk.apply', { count: customers }) }).click()
  await account(page, t('bulk.done', { total: customers }))
  await picture(page, `${language}-bulk-changed`)
  expect((await count(' AND channel = "门店"')) === customers, 'every one to be changed')
  await page.getByRole('button', { name: t('bulk.undo') }).click()
  await page.getByRole('dialog', { name: t('bulk.undo_running') }).waitFor()
  await account(page, t('bulk.done', { total: customers }))
  expect((await count(' AND channel = "门店"')) === 0, 'every one to be changed back')
  await close(page, t)

  await remove({ page, t, language })
  expect((await count()) === buyers, 'those with orders, and no others, to stay')
}

/** Through the page's own session, so that its origin is right. */
async function bringIn({ page, stamp }) {
  await page.goto(`${base_url}/workbench`)
  await page.evaluate(
    async ({ stamp, customers, buyers }) => {
      const post = async (path, body) => {
        const headers = { 'Content-Type': 'application/json' }
        const answer = await globalThis.fetch(`/api${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
        if (!answer.ok) throw new Error(await answer.text())
        return answer.json()
      }
      const items = Array.from({ length: customers }, (_, place) => ({ name: `${stamp} ${place}`, tags: stamp }))
      const made = await post('/customer?batch', { items })
      for (const { id } of made.items.slice(0, buyers)) {
        await post('/order', { number: `${stamp} ${id}`, customer: id, ordered_at: '2026-01-02T03:04:05Z' })
      }
    },
    { stamp, customers, buyers },
  )
}

async function chooseAll({ page, t }) {
  await page.locator('thead input[type=checkbox]').click()
  const bar = page.getByRole('region', { name: t('bulk.title') })
  await bar.getByRole('button', { name: t('bulk.all_matching', { total: customers }) }).click()
  await bar.getByText(t('bulk.chosen', { count: customers })).waitFor()
  return bar
}

async function remove({ page, t, language }) {
  const bar = await chooseAll({ page, t })
  await bar.getByRole('button', { name: t('action.delete'), exact: true }).click()
  const sure = page.getByRole('dialog').getByRole('button', { name: t('action.delete'), exact: true })
  expect(await sure.isDisabled(), 'many not to be deleted by one click')
  await page.getByRole('dialog').getByRole('textbox').fill(String(customers))
  await picture(page, `${language}-bulk-sure`)
  await sure.click()
  const numbers = { total: customers, done: customers - buyers, failed: buyers }
  await account(page, t('bulk.done_part', numbers))
  await page
    .locator('.bulk-failures li')
    .nth(buyers - 1)
    .waitFor()
  expect(
    (await page.locator('.bulk-failures').innerText()).includes(language === 'zh' ? '1 条订单' : '1 Order'),
    'the reason, in words',
  )
  await picture(page, `${language}-bulk-deleted`)
  await close(page, t)
  await bar.getByText(t('bulk.chosen', { count: buyers })).waitFor()
}

async function account(page, text) {
  await page.getByTestId('bulk-account').getByText(text, { exact: true }).waitFor()
}

async function close(page, t) {
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('action.close'), exact: true })
    .last()
    .click()
}
