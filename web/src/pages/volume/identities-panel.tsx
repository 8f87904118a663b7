// The keys by which this customer is recognised when data arrives.
import type { Volume } from '@/pages/volume/volume-types'
import { formatInstant, formatPhone } from '@/lib/format'
import { hasText, useT } from '@/lib/i18n'
import { fieldLabel, findField, type ObjectDeclaration } from '@/lib/objects'

export function IdentitiesPanel({
  object,
  identities,
}: {
  object: ObjectDeclaration
  identities: Volume['identities']
}) {
  const t = useT()
  return (
    <section className="panel" aria-label={t('volume.identities')}>
      <h3 className="volume-heading">{t('volume.identities')}</h3>
      {identities.length === 0 && <div className="secondary">{t('volume.identities_none')}</div>}
      <ul className="volume-list">
        {identities.map((identity) => (
          <li
            key={`${identity.kind} ${identity.value}`}
            className="volume-identity"
            title={identity.at ? formatInstant(identity.at) : undefined}
          >
            <span className="secondary">{nameOf(identity.kind)}</span>
            <span className="number">{identity.kind === 'phone' ? formatPhone(identity.value) : identity.value}</span>
          </li>
        ))}
      </ul>
    </section>
  )

  function nameOf(kind: string): string {
    const field = findField(object, kind)
    if (field) return fieldLabel(field)
    return hasText(`identity.${kind}`) ? t(`identity.${kind}`) : kind
  }
}
