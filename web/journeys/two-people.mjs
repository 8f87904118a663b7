// Two people change one field: the second is shown both values, and chooses.
import { findPerson } from './people.mjs'
import { ask, expect, openWindow, picture } from './stage.mjs'

export const title = 'two people edit one field'

export async function run({ browser, context, page, problems, t, language, state }) {
  const person = await findPerson((address) => ask(context, address), language)
  const { objects } = await ask(context, '/objects')
  const field = objects.find((object) => object.name === 'customer').fields.find((item) => item.name === 'competitor')
  const other = await openWindow({ browser, language, state })
  try {
    const mine = await begin({ page, person, t, label: field.label[language] })
    const theirs = await begin({ page: other.page, person, t, label: field.label[language] })
    const stamp = `${Date.now() % 100_000}`
    await theirs.fill(`甲写的 ${stamp}`)
    await mine.fill(`乙写的 ${stamp}`)
    await theirs.press('Enter')
    await theirs.waitFor({ state: 'detached' })
    await mine.press('Enter')

    const dialog = page.getByRole('dialog', { name: t('conflict.title') })
    await dialog.waitFor()
    await dialog.getByText(`甲写的 ${stamp}`).waitFor()
    await dialog.getByText(`乙写的 ${stamp}`).waitFor()
    await picture(page, `${language}-two-people`)
    const kept = await ask(context, `/customer/${person.id}`)
    expect(kept.record.competitor === `甲写的 ${stamp}`, 'nothing to be written before the choice')
    await dialog.getByText(`乙写的 ${stamp}`).click()
    await dialog.getByRole('button', { name: t('conflict.save') }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByTestId('fact-competitor').getByText(`乙写的 ${stamp}`).waitFor()
    await other.page.getByTestId('fact-competitor').getByText(`乙写的 ${stamp}`).waitFor()
  } finally {
    problems.push(...other.problems)
    await other.context.close()
  }
}

async function begin({ page, person, t, label }) {
  await page.goto(`/customer/${person.id}`)
  await page.getByRole('button', { name: t('volume.edit', { field: label }), exact: true }).click()
  return page.getByTestId('fact-competitor').getByRole('textbox')
}
