// The right column: why the customer has this tier, what belongs to them, what is known and what not.
import { CompletenessPanel } from '@/pages/volume/completeness-panel'
import { IdentitiesPanel } from '@/pages/volume/identities-panel'
import { RelatedPanel } from '@/pages/volume/related-panel'
import { TierPanel } from '@/pages/volume/tier-panel'
import type { Volume } from '@/pages/volume/volume-types'
import type { ObjectDeclaration } from '@/lib/objects'

interface Props {
  object: ObjectDeclaration
  volume: Volume
  onEdit: (field: string) => void
}

export function Side({ object, volume, onEdit }: Props) {
  const customer = volume.record.id
  return (
    <>
      {volume.tier && <TierPanel tier={volume.tier} />}
      <RelatedPanel name="order" customer={customer} />
      <RelatedPanel name="task" customer={customer} isOpenOnly />
      <RelatedPanel name="contact" customer={customer} />
      <CompletenessPanel object={object} completeness={volume.completeness} onEdit={onEdit} />
      <IdentitiesPanel object={object} identities={volume.identities} />
    </>
  )
}
