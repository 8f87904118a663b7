// What an administrator does now and then: a key for a program, a backup, a look through somebody else's eyes.
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { ask, base_url, choose, expect, picture, send } from './stage.mjs'

export const title = 'a key is used and revoked; a backup is verified; view as a manager'
const password = 'seven quiet lanterns 7'

export async function run(stage) {
  const stamp = `${stage.language}${Date.now() % 1_000_000}`
  await tryKey({ ...stage, name: `报表 ${stamp}` })
  await backUp(stage)
  await viewAs({ ...stage, stamp })
}

async function tryKey({ context, page, t, language, name }) {
  const { items } = await ask(context, `/role?filter=${encodeURIComponent('code = "viewer"')}`)
  await page.goto('/keys')
  await page.getByRole('button', { name: t('keys.new') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t('keys.name'), { exact: true }).fill(name)
  await choose(page, t('keys.role'), items[0].name)
  await dialog.getByRole('button', { name: t('keys.make'), exact: true }).click()
  const key = (await page.getByTestId('shown-once').textContent()).trim()
  await page.getByRole('button', { name: t('once.done') }).click()
  const row = page.getByRole('row').filter({ hasText: name })
  await row.waitFor()

  expect((await withKey(key, 'GET')).status === 200, 'the key to read customers')
  const written = await withKey(key, 'POST', { name: '不该写入', kind: 'person' })
  expect(written.status === 403, `a key for reading not to write, but the answer was ${written.status}`)
  await picture(page, `${language}-keys`)
  await row.getByRole('button', { name: t('keys.revoke') }).click()
  await page
    .locator('.ant-popconfirm')
    .getByRole('button', { name: t('keys.revoke'), exact: true })
    .click()
  await row.waitFor({ state: 'detached' })
  expect((await withKey(key, 'GET')).status === 401, 'a revoked key to open nothing')
}

function withKey(key, method, body) {
  return globalThis.fetch(`${base_url}/api/customer${method === 'GET' ? '?page_size=1' : ''}`, {
    method,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  })
}

async function backUp({ context, page, t, language }) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'juan-backup-'))
  try {
    await page.goto('/backup')
    await page
      .getByRole('button', { name: t('backup.settings') })
      .first()
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(t('backup.folder'), { exact: true }).fill(folder)
    await dialog.getByRole('button', { name: t('action.save'), exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: t('backup.run'), exact: true }).click()
    await page.getByTestId('backup-state').getByText(t('backup.state.fine'), { exact: true }).waitFor()
    await page.getByText(t('backup.is_verified'), { exact: true }).first().waitFor()
    await page.getByRole('button', { name: t('backup.run'), exact: true }).waitFor()
    await picture(page, `${language}-backup`)
  } finally {
    await send(context, 'PATCH', '/settings/backup', { folder: '' })
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A manager's menu and pages, seen by the administrator, who meanwhile cannot write. */
async function viewAs({ context, page, t, language, stamp }) {
  const manager = await hire(context, `经理 ${stamp}`, 'manager')
  const led = await hire(context, `下属 ${stamp}`, 'sales')
  const { record } = await ask(context, `/user/${led}`)
  await send(context, 'PATCH', `/user/${led}`, { manager }, { 'If-Match': `"${record.version}"` })

  await page.goto(`/user/${manager}`)
  await page.getByRole('button', { name: t('user.view_as') }).click()
  const banner = page.locator('.view-as')
  await banner.getByText(t('view_as.note', { name: `经理 ${stamp}` })).waitFor()
  const refused = await context.request.post(`${base_url}/api/customer`, {
    headers: { Origin: base_url },
    data: { name: '不该写入', kind: 'person' },
  })
  expect(refused.status() === 403, `nothing to be written meanwhile, but the answer was ${refused.status()}`)
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /离职交接|Hand-over/ })
    .waitFor()
  await page.goto(`/user/${led}`)
  await page.getByRole('link', { name: t('user.hand_over') }).click()
  await page.waitForURL((url) => url.pathname === '/hand-over' && url.searchParams.get('from') === led)
  await banner.waitFor()
  await picture(page, `${language}-view-as`)
  await banner.getByRole('button', { name: t('view_as.end') }).click()
  await banner.waitFor({ state: 'detached' })
}

async function hire(context, name, role) {
  const email = `${role}-${Date.now()}@example.com`
  return (await send(context, 'POST', '/accounts/users', { name, email, role, password })).id
}
