// A company for pictures: departments, people, a team, a share, keys, somebody about to leave.
// On a server that has them already, only finds them again.
import { ask, send } from './stage.mjs'

export const password = 'seven quiet lanterns 7'
const people = [
  { key: 'manager', name: '王经理', email: 'manager@example.com', role: 'manager' },
  { key: 'sales', name: '李销售', email: 'sales@example.com', role: 'sales' },
  { key: 'service', name: '赵客服', email: 'service@example.com', role: 'service' },
  { key: 'leaver', name: '孙离职', email: 'leaver@example.com', role: 'sales' },
  { key: 'auditor', name: '钱审计', email: 'auditor@example.com', role: 'auditor' },
  { key: 'invited', name: '周新人', email: 'invited@example.com', role: 'sales', isInvited: true },
]
const customers_each = 40
const keys = { 官网表单: ['customer:read', 'customer:write'], 报表: ['read'] }
const leavers_tasks = ['回访试用情况', '寄送合同', '确认收货地址']

/** What the scenes speak of, by name: ids of people, of a customer, of an order, of imports. */
export async function furnish(context) {
  const first = await one(context, 'customer', 'value_tier:high AND order_count >= 3 AND phone:*')
  const order = await one(context, 'order', `customer:"${first.id}"`)
  const found = await one(context, 'user', 'email = "manager@example.com"')
  if (!found) await build(context, first)
  const users = {}
  for (const { key, email } of people) users[key] = (await one(context, 'user', `email = "${email}"`)).id
  return {
    ...users,
    customer: first.id,
    order: order.id,
    product: (await one(context, 'product', '')).id,
    role: (await one(context, 'role', 'code = "service"')).id,
    administrator: (await one(context, 'role', 'code = "administrator"')).id,
    import: (await ask(context, '/imports')).items.find((item) => item.state === 'done').id,
  }
}

async function one(context, object, filter) {
  const { items } = await ask(context, `/${object}?page_size=1&filter=${encodeURIComponent(filter)}`)
  return items[0]
}

async function build(context, first) {
  const make = async (object, values) => (await send(context, 'POST', `/${object}`, values)).record
  const head = await make('organisation_unit', { name: '总公司' })
  const east = await make('organisation_unit', { name: '华东销售部', parent: head.id })
  await make('organisation_unit', { name: '客户服务部', parent: head.id })
  await make('role', {
    name: '客服',
    code: 'service',
    rights: {
      customer: { read: 'all', edit: 'none', fields: { phone: 'masked', email: 'masked' }, reveal: ['phone'] },
      order: 'read',
      product: 'read',
      task: 'own',
    },
    reveals_per_day: 30,
  })
  const ids = {}
  for (const { key, name, email, role, isInvited } of people) {
    const account = { name, email, role, ...(isInvited ? {} : { password }) }
    ids[key] = (await send(context, 'POST', '/accounts/users', account)).id
    const { record } = await ask(context, `/user/${ids[key]}`)
    const values = { unit: east.id, ...(ids.manager === ids[key] ? {} : { manager: ids.manager }) }
    await send(context, 'PATCH', `/user/${ids[key]}`, values, { 'If-Match': `"${record.version}"` })
  }
  const team = await make('team', { name: '重点客户组', leader: ids.manager })
  await make('team_member', { team: team.id, user: ids.sales })
  await give(context, ids)
  for (const subject of leavers_tasks) {
    await make('task', { subject, owner: ids.leaver, customer: first.id, due_on: '2030-01-15' })
  }
  await send(context, 'POST', `/customer/${first.id}/shares`, { to: ids.service, verb: 'read', until: null })
  await send(context, 'POST', `/customer/${first.id}/timeline`, {
    kind: 'call',
    text: '对方关心保养费用，下周二到店试机',
  })
  for (const [name, scope] of Object.entries(keys)) {
    await send(context, 'POST', '/accounts/keys', { name, role: 'sales', scope })
  }
}

/** Some customers for those who sell, so that their lists are not empty. */
async function give(context, ids) {
  for (const [place, owner] of [ids.sales, ids.leaver, ids.manager].entries()) {
    const { items } = await ask(context, `/customer?page_size=${customers_each}&page=${place + 1}`)
    await send(context, 'POST', '/customer/transfer', { ids: items.map((item) => item.id), to: owner })
  }
}
