// "2 similar": others with the same name or phone, who may be the same customer.
import { Alert } from 'antd'
import { useSimilar } from '@/pages/volume/volume-queries'
import { useT } from '@/lib/i18n'
import { fieldLabel, findField, type ObjectDeclaration } from '@/lib/objects'
import type { JuanRecord } from '@/lib/records'
import { RecordLink } from '@/record/link'

const shown_max = 5

export function SimilarBanner({ object, record }: { object: ObjectDeclaration; record: JuanRecord }) {
  const t = useT()
  const { data } = useSimilar(record)
  if (!data || data.length === 0) return null

  function nameOf(field: string): string {
    const declared = findField(object, field)
    return declared ? fieldLabel(declared) : field
  }

  return (
    <Alert
      type="warning"
      showIcon
      data-testid="similar"
      title={
        <span className="row row-wrap">
          <strong>{t('volume.similar', { count: data.length })}</strong>
          {data.slice(0, shown_max).map((other) => (
            <span key={other.id}>
              <RecordLink object="customer" id={other.id} title={other.title} />{' '}
              <span className="secondary">
                {t('volume.similar_by', { fields: other.matched.map(nameOf).join(t('volume.comma')) })}
              </span>
            </span>
          ))}
        </span>
      }
    />
  )
}
