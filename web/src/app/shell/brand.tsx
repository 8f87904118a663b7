// The name of the product.
import icon from '@/ui/icon.svg'

export function Brand({ isShort = false }: { isShort?: boolean }) {
  return (
    <span className="brand">
      <img src={icon} alt="" width={24} height={24} />
      {!isShort && <span>Juan 卷</span>}
    </span>
  )
}
