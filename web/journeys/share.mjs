// A record is shared with somebody who could not see it, explained, and taken back.
import { findPerson } from './people.mjs'
import { ask, base_url, expect, find, openWindowOf, picture, send } from './stage.mjs'

export const title = 'share a customer, ask why, take it back'
const password = 'seven quiet lanterns 7'

export async function run({ browser, context, page, problems, t, language }) {
  const customer = await findPerson((address) => ask(context, address), language)
  const stamp = `${language}${Date.now() % 1_000_000}`
  const name = `同事 ${stamp}`
  const email = `share-${stamp}@example.com`
  const { id } = await send(context, 'POST', '/accounts/users', { name, email, role: 'sales', password })
  const other = await openWindowOf({ browser, language, email, password })
  const sees = async () => (await other.context.request.get(`${base_url}/api/customer/${customer.id}`)).status()
  try {
    expect((await sees()) === 404, 'the colleague not to see the customer yet')
    await page.goto(`/customer/${customer.id}`)
    await page.getByRole('button', { name: t('share.open') }).click()
    const dialog = page.getByRole('dialog')
    await find(dialog, t('share.to_user'), name)
    await dialog.getByRole('button', { name: t('share.add'), exact: true }).click()
    await dialog
      .getByRole('list', { name: t('share.list') })
      .getByText(name, { exact: true })
      .waitFor()
    await picture(page, `${language}-share`)
    expect((await sees()) === 200, 'the colleague to see the customer')

    await page.goto(`/access/explain?user=${id}&object=customer&id=${customer.id}&verb=read`)
    await page.getByTestId('explain-answer').getByLabel(t('explain.pass')).waitFor()
    await page.getByText(t('explain.rule_share')).first().waitFor()
    await picture(page, `${language}-explain`)

    await page.goto(`/customer/${customer.id}`)
    await page.getByRole('button', { name: t('share.open') }).click()
    await page.getByRole('button', { name: t('share.remove', { name }) }).click()
    await page.getByText(t('share.none')).waitFor()
    expect((await sees()) === 404, 'the colleague not to see the customer any more')
  } finally {
    problems.push(...other.problems)
    await other.context.close()
  }
}
