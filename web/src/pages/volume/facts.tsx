// The left column: owner and tags, then every fact under the kind of source it comes from.
import { useMemo } from 'react'
import { factGroups, topFields } from '@/pages/volume/fact-groups'
import { FactRow } from '@/pages/volume/fact-row'
import { useShowChange } from '@/pages/volume/volume-queries'
import type { Volume } from '@/pages/volume/volume-types'
import { useT } from '@/lib/i18n'
import type { Field, ObjectDeclaration } from '@/lib/objects'
import type { JuanRecord } from '@/lib/records'
import { useChangeRecord } from '@/record/change/use-change-record'
import { EntryIcon } from '@/record/timeline/entry-icon'
import { sourceLabel } from '@/record/timeline/entry'

interface Props {
  object: ObjectDeclaration
  volume: Volume
  /** Name of the field being edited. */
  editing: string | null
  onEdit: (field: string | null) => void
}

export function Facts({ object, volume, editing, onEdit }: Props) {
  const t = useT()
  const { change, dialog } = useChangeRecord(object)
  const showChange = useShowChange(volume.record.id)
  const groups = useMemo(() => factGroups(object), [object])

  /** `base` is the record as it was when the editing began: the server compares with it. */
  async function save(base: JuanRecord, field: Field, value: unknown) {
    showChange(await change(base, { [field.name]: value }, volume.titles))
  }

  const row = (field: Field) => (
    <FactRow
      key={field.name}
      field={field}
      volume={volume}
      canEdit={volume.rights?.edit ?? object.rights.edit}
      isEditing={editing === field.name}
      onEdit={() => onEdit(field.name)}
      onClose={() => onEdit(null)}
      onSave={save}
    />
  )

  return (
    <section className="panel" aria-label={t('volume.tab.facts')}>
      <dl className="volume-group">{topFields(object).map(row)}</dl>
      {groups.map((group) => (
        <section key={group.source} aria-label={sourceLabel(group.source)}>
          <h3 className="volume-source">
            <EntryIcon source={group.source} /> {sourceLabel(group.source)}
          </h3>
          <dl className="volume-group">{group.fields.map(row)}</dl>
        </section>
      ))}
      {dialog}
    </section>
  )
}
