// The menu of a phone, which comes in from the left.
import { Drawer } from 'antd'
import { Brand } from '@/app/shell/brand'
import { LanguageSwitch } from '@/app/shell/language-switch'
import { SideMenu } from '@/app/shell/side-menu'

interface Props {
  isOpen: boolean
  onClose: () => void
}

export default function MenuDrawer({ isOpen, onClose }: Props) {
  return (
    <Drawer
      open={isOpen}
      onClose={onClose}
      placement="left"
      size={260}
      title={<Brand />}
      styles={{ body: { padding: 8 } }}
    >
      <SideMenu onGo={onClose} />
      <LanguageSwitch />
    </Drawer>
  )
}
