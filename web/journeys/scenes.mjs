// The pages, dialogs and states of which pictures are taken: where, as whom, and what is done there first.
import { Buffer } from 'node:buffer'
import { find } from './stage.mjs'

const odd_file = '姓名,电话,生日\n周一,13800138001,1990-01-02\n,13800138002,1991-02-30\n吴二,不知道,1992-13-01\n'

export const scenes = {
  'sign-in': { as: 'nobody', address: '/login' },
  'sign-in-refused': { as: 'nobody', address: '/login', act: refused },
  'sign-in-code': { as: 'nobody', address: '/login?needs=code' },
  'link-used': { as: 'nobody', address: '/link/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' },
  'link-invite': { as: 'alone', address: ({ invited }) => `/user/${invited}`, act: invite },
  workbench: { address: '/workbench' },
  'workbench-sales': { as: 'sales', address: '/workbench' },
  'workbench-service': { as: 'service', address: '/workbench' },
  'workbench-auditor': { as: 'auditor', address: '/workbench' },
  search: { address: '/workbench', act: searchFor },
  customers: { address: '/customer?filter=' },
  'customers-search': { address: '/customer?filter=&q=zhang' },
  'customers-filter': { address: '/customer?filter=address.city%3A%22上海%22%20AND%20lifetime_value%20%3E%201000' },
  'customers-filter-dialog': { address: '/customer?filter=address.city%3A%22上海%22', act: filterDialog },
  'customers-columns': { address: '/customer?filter=', act: press('columns.title') },
  'customers-sort': { address: '/customer?filter=', act: press('sort.title') },
  'customers-export': { address: '/customer?filter=', act: press('export.open') },
  'customers-bulk': { address: '/customer?filter=', act: chooseSome },
  'customers-bulk-edit': { address: '/customer?filter=', act: bulkEdit },
  'customers-none': { address: '/customer?filter=&q=没有这样的客户' },
  'customers-sales': { as: 'sales', address: '/customer?filter=' },
  'customers-service': { as: 'service', address: '/customer?filter=' },
  'customers-new': { address: '/customer/new' },
  'customers-new-refused': { address: '/customer/new', act: saveNothing },
  'customers-edit': { address: ({ customer }) => `/customer/${customer}/edit` },
  volume: { address: ({ customer }) => `/customer/${customer}` },
  'volume-facts': { address: ({ customer }) => `/customer/${customer}`, act: tab('volume.tab.facts') },
  'volume-side': { address: ({ customer }) => `/customer/${customer}`, act: tab('volume.tab.side') },
  'volume-editing': { address: ({ customer }) => `/customer/${customer}`, act: editFact },
  'volume-share': { address: ({ customer }) => `/customer/${customer}`, act: press('share.open') },
  'volume-more': { address: ({ customer }) => `/customer/${customer}`, act: press('action.more') },
  'volume-masked': { as: 'service', address: ({ customer }) => `/customer/${customer}`, act: tab('volume.tab.facts') },
  'volume-reveal': { as: 'service', address: ({ customer }) => `/customer/${customer}`, act: reveal },
  'volume-unknown': { address: '/customer/cus_0000000000000' },
  orders: { address: '/order' },
  order: { address: ({ order }) => `/order/${order}` },
  'order-edit': { address: ({ order }) => `/order/${order}/edit` },
  'order-new': { address: '/order/new', act: addLine },
  products: { address: '/product' },
  product: { address: ({ product }) => `/product/${product}` },
  tasks: { address: '/task' },
  'tasks-sales': { as: 'sales', address: '/task' },
  contacts: { address: '/contact' },
  import: { address: '/import' },
  'import-columns': { address: '/import', act: uploadOdd },
  'import-check': { address: '/import', act: checkOdd },
  'import-refused': { address: '/import', act: uploadNothing },
  'import-result': { address: ({ import: id }) => `/import/${id}` },
  batches: { address: '/import_batch' },
  analysis: { address: '/analysis' },
  users: { address: '/user' },
  user: { address: ({ sales }) => `/user/${sales}` },
  'user-rights': { address: ({ service }) => `/user/${service}`, act: press('user.tab_rights', 'tab') },
  'user-new': { address: '/user/new' },
  'user-deactivate': { address: ({ sales }) => `/user/${sales}`, act: press('user.deactivate') },
  'user-manager': { as: 'manager', address: ({ leaver }) => `/user/${leaver}` },
  roles: { address: '/role' },
  role: { address: ({ role }) => `/role/${role}` },
  'role-fields': { address: ({ role }) => `/role/${role}`, act: fieldRights },
  'role-administrator': { address: ({ administrator }) => `/role/${administrator}` },
  'role-new': { address: '/role/new' },
  units: { address: '/organisation_unit' },
  teams: { address: '/team' },
  explain: {
    address: ({ service, customer }) =>
      `/access/explain?user=${service}&object=customer&id=${customer}&verb=read&field=phone`,
  },
  'explain-refused': {
    address: ({ leaver, customer }) => `/access/explain?user=${leaver}&object=customer&id=${customer}&verb=edit`,
  },
  'explain-begin': { address: '/access/explain' },
  'view-as': { as: 'alone', address: ({ service }) => `/user/${service}`, act: viewAs },
  account: { address: '/account' },
  'account-factor': { address: '/account', act: press('account.turn_on') },
  keys: { address: '/keys' },
  'keys-new': { address: '/keys', act: press('keys.new') },
  security: { address: '/security-settings' },
  audit: { address: '/audit' },
  'audit-record': { address: ({ customer }) => `/audit?record=${customer}` },
  'audit-auditor': { as: 'auditor', address: '/audit' },
  backup: { address: '/backup' },
  'backup-settings': { address: '/backup', act: press('backup.settings') },
  'hand-over': { address: '/hand-over' },
  'hand-over-who': { address: ({ leaver }) => `/hand-over?from=${leaver}` },
  'hand-over-whom': { address: ({ leaver }) => `/hand-over?from=${leaver}`, act: handOver(1) },
  'hand-over-summary': { address: ({ leaver }) => `/hand-over?from=${leaver}`, act: handOver(2) },
  'hand-over-manager': { as: 'manager', address: ({ leaver }) => `/hand-over?from=${leaver}` },
  'refused-page': { as: 'sales', address: '/backup' },
  'no-page': { address: '/no/such/page/here' },
  menu: { address: '/workbench', act: openMenu },
}

function press(word, role = 'button') {
  return ({ page, t }) =>
    page
      .getByRole(role, { name: t(word) })
      .first()
      .click()
}

function tab(word) {
  return async ({ page, t, isPhone }) => {
    if (isPhone) await page.getByText(t(word), { exact: true }).first().click()
  }
}

async function refused({ page, t }) {
  await page.getByLabel(t('sign_in.email')).fill('nobody@example.com')
  await page.getByLabel(t('sign_in.password'), { exact: true }).fill('not my password')
  await page.getByRole('button', { name: t('sign_in.submit'), exact: true }).click()
  await page.getByRole('alert').first().waitFor()
}

async function invite({ page, t }) {
  await page.getByRole('button', { name: t('user.invite') }).click()
  const link = (await page.getByTestId('shown-once').textContent()).trim()
  await page.context().clearCookies({ name: /juan/ })
  await page.goto(new globalThis.URL(link).pathname)
  await page.getByRole('heading', { level: 1 }).waitFor()
}

async function searchFor({ page, t }) {
  await page.getByRole('button', { name: t('search.open') }).click()
  await page.getByPlaceholder(t('search.placeholder')).fill('zhang')
  await page.waitForTimeout(600)
}

async function filterDialog({ page, t }) {
  await page
    .locator('.filter-bar')
    .getByRole('button', { name: t('filter.title') })
    .first()
    .click()
  await page.getByRole('dialog').waitFor()
}

async function chooseSome({ page, isPhone }) {
  const boxes = page.locator(isPhone ? '.ant-checkbox-input' : '.ant-table-row .ant-checkbox-input')
  for (const place of [0, 1, 2]) await boxes.nth(place).check()
}

async function bulkEdit({ page, t, isPhone }) {
  await chooseSome({ page, isPhone })
  await page.getByRole('button', { name: t('bulk.edit') }).click()
}

async function saveNothing({ page, t }) {
  await page
    .getByRole('button', { name: t('action.save') })
    .first()
    .click()
  await page.waitForTimeout(400)
}

async function editFact({ page, t, isPhone }) {
  await tab('volume.tab.facts')({ page, t, isPhone })
  await page
    .getByTestId(/^fact-/)
    .getByRole('button')
    .nth(1)
    .click()
}

async function reveal({ page, t, isPhone }) {
  await tab('volume.tab.facts')({ page, t, isPhone })
  const opener = t('reveal.open', { field: '|' }).split('|')[0]
  await page
    .getByRole('button', { name: new RegExp(`^${opener}`) })
    .first()
    .click()
}

async function addLine({ page, t }) {
  await page
    .getByRole('button', { name: t('lines.add') })
    .first()
    .click()
}

async function uploadOdd({ page }) {
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: '老系统客户.csv', mimeType: 'text/csv', buffer: Buffer.from(odd_file) })
  await page.waitForURL(/\/import\/[a-z]+_/)
}

async function checkOdd({ page, t }) {
  await uploadOdd({ page })
  await page.getByRole('button', { name: t('import.check'), exact: true }).click()
  await page.getByTestId('import-count-create').waitFor()
}

async function uploadNothing({ page }) {
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: '空文件.csv', mimeType: 'text/csv', buffer: Buffer.from('') })
  await page.waitForTimeout(800)
}

async function fieldRights({ page }) {
  await page.getByTestId('rights-customer').getByRole('button').click()
  await page.getByRole('dialog').waitFor()
}

async function viewAs({ page, t }) {
  await page.getByRole('button', { name: t('user.view_as') }).click()
  await page.locator('.view-as').waitFor()
  await page.getByRole('heading', { level: 1, name: t('workbench.title') }).waitFor()
}

function handOver(steps) {
  return async ({ page, t }) => {
    await page.getByRole('button', { name: t('hand_over.next') }).click()
    await find(page, t('hand_over.to_all'), '李销售')
    if (steps > 1) await page.getByRole('button', { name: t('hand_over.next') }).click()
  }
}

async function openMenu({ page, t, isPhone }) {
  await page
    .getByRole('button', { name: isPhone ? t('shell.toggle_menu') : t('shell.user', { name: '陈经理' }) })
    .click()
}
