// A fresh store: the one thing to do is to bring the first file in.
import { Button, Space } from 'antd'
import { ImportOutlined, UserAddOutlined } from '@ant-design/icons'
import { Link } from 'react-router'
import { useT } from '@/lib/i18n'
import { mayImport, useObjects } from '@/lib/objects'

export function EmptyStore() {
  const t = useT()
  const { data: objects } = useObjects()
  if (!objects) return null
  const customer = objects.find((object) => object.name === 'customer')
  const canImport = mayImport(objects)
  if (!canImport && !customer?.rights.create) {
    return (
      <section className="panel workbench-empty">
        <h2>{t(customer ? 'workbench.no_customers' : 'workbench.no_data')}</h2>
        <p className="secondary">{t(customer ? 'workbench.no_customers_hint' : 'workbench.no_data_hint')}</p>
      </section>
    )
  }
  return (
    <section className="panel workbench-empty">
      <ImportOutlined className="workbench-empty-icon" />
      <h2>{t('workbench.empty')}</h2>
      <p className="secondary">{t('workbench.empty_hint')}</p>
      <Space wrap>
        {canImport && (
          <Link to="/import">
            <Button type="primary" size="large" icon={<ImportOutlined />} tabIndex={-1}>
              {t('workbench.empty_import')}
            </Button>
          </Link>
        )}
        {customer?.rights.create && (
          <Link to="/customer/new">
            <Button size="large" icon={<UserAddOutlined />} tabIndex={-1}>
              {t('workbench.empty_new')}
            </Button>
          </Link>
        )}
      </Space>
    </section>
  )
}
