// Finding a customer in every way people do, then working on their volume.
import { people } from './people.mjs'
import { ask, choose, expect, picture } from './stage.mjs'

export const title = 'find, filter, sort, open, edit, follow up'

export async function run({ context, page, t, language }) {
  const person = people[language]
  await find({ page, t, person })
  await picture(page, `${language}-list-search`)
  await narrow({ page, t })
  await picture(page, `${language}-list-filter`)
  await open({ page, t, person })
  await picture(page, `${language}-volume`)
  await edit({ context, page, t, language })
  await followUp({ page, t, language })
  await picture(page, `${language}-volume-timeline`)
}

async function find({ page, t, person }) {
  await page.goto('/customer?filter=')
  const box = page.getByRole('searchbox', { name: t('list.search') })
  for (const text of [person.name, person.pinyin, person.initials, person.phone.slice(-4)]) {
    await box.fill(text)
    await box.press('Enter')
    await page.waitForURL((url) => url.searchParams.get('q') === text)
    await page.getByRole('link', { name: person.name, exact: true }).first().waitFor()
  }
}

/** A condition as text and by clicking a heading to sort. */
async function narrow({ page, t }) {
  await page.goto('/customer?filter=')
  await page
    .locator('.filter-bar')
    .getByRole('button', { name: t('filter.title') })
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(t('filter.text'), { exact: true }).click()
  await dialog.getByRole('textbox').fill('remark:"批量" AND NOT wechat:*')
  await dialog.getByRole('button', { name: t('action.apply') }).click()
  await page.waitForURL((url) => (url.searchParams.get('filter') ?? '').includes('wechat'))
  await page
    .getByRole('link', { name: /批量客户/ })
    .first()
    .waitFor()

  await page.locator('th .sort-heading').first().click()
  await page.waitForURL((url) => Boolean(url.searchParams.get('sort')))
  await page.locator('th[aria-sort]').first().waitFor()
}

async function open({ page, t, person }) {
  await page.goto(`/customer?q=${person.phone.slice(-4)}`)
  await page.getByRole('link', { name: person.name, exact: true }).first().click()
  await page.getByRole('link', { name: t('drawer.open_page') }).click()
  await page.waitForURL(/\/customer\/cus_/)
  await page.getByRole('heading', { level: 1, name: person.name }).waitFor()
}

async function edit({ context, page, t, language }) {
  const { objects } = await ask(context, '/objects')
  const field = objects.find((object) => object.name === 'customer').fields.find((item) => item.name === 'industry')
  const label = field.label[language]
  const value = `咖啡 ${language}`
  await page.getByRole('button', { name: t('volume.edit', { field: label }), exact: true }).click()
  const input = page.getByTestId('fact-industry').getByRole('textbox')
  await input.fill('typed in error')
  await input.press('Escape')
  await input.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: t('volume.edit', { field: label }), exact: true }).click()
  await input.fill(value)
  await input.press('Enter')
  await page.getByTestId('fact-industry').getByText(value, { exact: true }).waitFor()
  await input.waitFor({ state: 'detached' })
}

async function followUp({ page, t, language }) {
  const text = `对方关心保养费用，下周二到店试机（${language}）`
  const box = page.getByRole('textbox', { name: t('volume.follow_up_text') })
  await box.fill(text)
  await page.reload()
  expect((await box.inputValue()) === text, 'the draft of a follow-up to survive a reload')
  await page.getByRole('button', { name: t('volume.follow_up_save'), exact: true }).click()
  await page.getByTestId('entry').filter({ hasText: text }).first().waitFor()
  expect((await box.inputValue()) === '', 'the box to be empty after saving')

  await choose(page, t('volume.filter_kind'), await kindName(page))
  await page.waitForURL((url) => url.searchParams.get('kind') === 'call')
  await page.waitForFunction(() => {
    const shown = [...globalThis.document.querySelectorAll('[data-testid=entry]')]
    return shown.length > 0 && shown.every((entry) => entry.dataset.kind === 'call')
  })
}

/** What the page calls the entry just written, whatever the server's label for a call is. */
async function kindName(page) {
  return page.locator('[data-testid=entry][data-kind=call] strong').first().textContent()
}
