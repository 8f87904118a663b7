// A record that belongs to the customer, in a drawer at the right: an order with its lines. The page
// stays where it is; the address carries what is open, so that "back" closes it.
import { Button, Drawer } from 'antd'
import { ExpandOutlined } from '@ant-design/icons'
import { Link, useSearchParams } from 'react-router'
import { useT } from '@/lib/i18n'
import { objectLabel, useObject } from '@/lib/objects'
import { useIsPhone } from '@/lib/use-is-phone'
import { RecordView } from '@/record/page/record-view'

const width_px = 640

export function RecordOpener({ object, id, title }: { object: string; id: string; title: string }) {
  const [, setSearch] = useSearchParams()
  return (
    <button
      type="button"
      className="volume-opener"
      onClick={() =>
        setSearch((old) => {
          const next = new URLSearchParams(old)
          next.set('open', `${object}/${id}`)
          return next
        })
      }
    >
      {title || id}
    </button>
  )
}

export function RecordDrawer() {
  const t = useT()
  const isPhone = useIsPhone()
  const [search, setSearch] = useSearchParams()
  const [name, id] = (search.get('open') ?? '').split('/')
  const object = useObject(name)

  function close() {
    setSearch((old) => {
      const next = new URLSearchParams(old)
      next.delete('open')
      return next
    })
  }

  return (
    <Drawer
      open={Boolean(object && id)}
      onClose={close}
      size={isPhone ? '100%' : width_px}
      title={object && objectLabel(object)}
      destroyOnHidden
      styles={{ body: { padding: 0 } }}
      extra={
        <Link to={`/${name}/${id}`}>
          <Button icon={<ExpandOutlined />} tabIndex={-1}>
            {t('volume.open_whole')}
          </Button>
        </Link>
      }
    >
      {object && id && <RecordView key={id} object={object} id={id} isInDrawer onGone={close} />}
    </Drawer>
  )
}
