// Every page on a phone, in the dark: nothing wider than the window, the menu in a drawer, the volume
// in tabs.
import { findPerson } from './people.mjs'
import { ask, expect, expectNoOverflow, picture } from './stage.mjs'

export const title = 'all pages, dark, on a phone'
export const window = { isPhone: true, scheme: 'dark' }

export async function run({ context, page, t, language }) {
  const person = await findPerson((address) => ask(context, address), language)
  const places = [
    ['workbench', '/workbench'],
    ['customers', '/customer?filter='],
    ['import', '/import'],
    ['analysis', '/analysis'],
    ['volume', `/customer/${person.id}`],
  ]
  for (const [name, address] of places) {
    await page.goto(address)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await expectNoOverflow(page)
    await picture(page, `${language}-phone-${name}`)
  }
  const ground = await page.evaluate(
    () => globalThis.getComputedStyle(globalThis.document.querySelector('.panel')).backgroundColor,
  )
  const [red, green, blue] = ground.match(/\d+/g).map(Number)
  expect(red + green + blue < 200, `a dark ground, not ${ground}`)
  expect((await page.locator('html').getAttribute('lang')).startsWith(language), 'the page to say its language')

  for (const tab of ['facts', 'side', 'timeline']) {
    await page
      .getByText(t(`volume.tab.${tab}`), { exact: true })
      .first()
      .click()
    await expectNoOverflow(page)
    await picture(page, `${language}-phone-volume-${tab}`)
  }
  await page.getByRole('button', { name: t('shell.toggle_menu') }).click()
  await page
    .getByRole('dialog')
    .getByRole('link', { name: t('import.title') })
    .click()
  await page.waitForURL(/\/import$/)
}
