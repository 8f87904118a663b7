// What was done is found in the audit as a sentence with before and after; the whole is checked.
import { findPerson } from './people.mjs'
import { ask, choose, expect, expectNoOverflow, picture, send } from './stage.mjs'

export const title = 'find a change in the audit, check the whole'

export async function run({ context, page, t, language }) {
  const person = await findPerson((address) => ask(context, address), language)
  const stamp = `审计 ${language} ${Date.now() % 1_000_000}`
  const { record } = await ask(context, `/customer/${person.id}`)
  await change(context, record, { remark: `${stamp} 之前` })
  await change(context, (await ask(context, `/customer/${person.id}`)).record, { remark: `${stamp} 之后` })

  await page.goto(`/audit?record=${person.id}`)
  const entry = page.getByTestId('audit-entry').filter({ hasText: `${stamp} 之后` })
  await entry.waitFor()
  expect((await entry.locator('del').textContent()).includes('之前'), 'what stood there before')
  expect((await entry.locator('ins').textContent()).includes('之后'), 'what stands there now')
  await picture(page, `${language}-audit-record`)

  await page.goto('/audit')
  await page.getByTestId('audit-entry').first().waitFor()
  await choose(page, t('audit.action'), t('audit.action.sign_in'))
  await page.waitForURL((url) => url.searchParams.get('action') === 'sign_in')
  await page.waitForFunction(() => {
    const shown = [...globalThis.document.querySelectorAll('[data-testid=audit-entry]')]
    return shown.length > 0 && shown.every((row) => row.dataset.action === 'sign_in')
  })
  await page.getByRole('button', { name: t('audit.verify') }).click()
  await page.getByTestId('audit-verdict').getByText(t('audit.verdict.whole'), { exact: true }).waitFor()
  await expectNoOverflow(page)
  await picture(page, `${language}-audit`)
}

function change(context, record, values) {
  return send(context, 'PATCH', `/customer/${record.id}`, values, { 'If-Match': `"${record.version}"` })
}
