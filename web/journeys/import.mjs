// An ugly file from an old system, from dropping it to the download of its wrong rows.
import { readFileSync } from 'node:fs'
import { gbk } from './gbk.mjs'
import { uglyRows } from './people.mjs'
import { ask, expect, picture } from './stage.mjs'

export const title = 'import an ugly GBK file to the end'

export async function run({ context, page, t, language }) {
  const rows = uglyRows(language)
  await page.goto('/import')
  await page.getByRole('heading', { level: 1, name: t('import.title') }).waitFor()
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: `老系统-${language}.csv`, mimeType: 'text/csv', buffer: gbk(`${rows.join('\r\n')}\r\n`) })

  await page.waitForURL(/\/import\/[a-z]+_/)
  await page
    .getByText(/GB ?18030|GBK/i)
    .first()
    .waitFor()
  await page.getByText(people(language)).first().waitFor()
  await picture(page, `${language}-import-columns`)
  await page.reload()
  await page.getByRole('button', { name: t('import.check'), exact: true }).click()

  await page.getByTestId('import-count-create').waitFor()
  const planned = await counts(page, ['create', 'update', 'skip', 'wrong'])
  expect(planned.wrong >= 1, 'rows without a name to be wrong')
  expect(sum(planned) === rows.length - 1, `all ${rows.length - 1} rows to be counted, not ${sum(planned)}`)
  await picture(page, `${language}-import-check`)
  await page.getByRole('button', { name: new RegExp(`^${t('import.run', { count: '.*' })}$`) }).click()

  await page.getByTestId(/^import-verdict-/).waitFor()
  await picture(page, `${language}-import-result`)
  const done = await counts(page, ['created', 'updated', 'skipped', 'wrong'])
  expect(
    done.created === planned.create && done.updated === planned.update && done.wrong === planned.wrong,
    `the import to do what the check said: ${JSON.stringify({ planned, done })}`,
  )
  expect((await page.getByTestId('import-verdict-success').count()) === 0, 'no word of success while rows were wrong')

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: t('import.download_wrong', { count: done.wrong }) }).click(),
  ])
  const wrong = readFileSync(await download.path(), 'utf8')
  expect(wrong.includes('没有名字'), 'the download to hold the row without a name, with its own columns')

  const { items } = await ask(context, '/imports')
  expect(
    items.find((item) => item.name === `老系统-${language}.csv`)?.state === 'done',
    'the server to call the import done',
  )
  await page.getByRole('link', { name: t('import.another') }).click()
  await page
    .getByRole('link', { name: `老系统-${language}.csv` })
    .first()
    .waitFor()
  await picture(page, `${language}-import-list`)
}

function people(language) {
  return uglyRows(language)[1].split(',')[0]
}

async function counts(page, names) {
  const result = {}
  for (const name of names) {
    const text = await page.getByTestId(`import-count-${name}`).locator('dd').textContent()
    result[name] = Number(text.replaceAll(/\D/g, ''))
  }
  return result
}

function sum(counts) {
  return Object.values(counts).reduce((all, count) => all + count, 0)
}
