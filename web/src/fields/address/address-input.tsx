// An address: region from the cascade, the rest as text. An address that came without a region code
// keeps the words it came with until a region is chosen.
import { Cascader, Input } from 'antd'
import type { InputProps } from '@/fields/field-type'
import { regionPath, useRegions, type Region } from '@/fields/address/use-regions'
import { formatAddress, type Address } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { sentenceOf } from '@/ui/error-box'

export function AddressInput({ id, value, onChange, isInvalid, isDisabled, autoFocus }: InputProps) {
  const t = useT()
  const address = (value as Address | null) ?? {}
  const { data: regions = [], error, isFetching } = useRegions(true)
  const path = regionPath(regions, address.region)
  const words = formatAddress({ ...address, detail: null })

  function choose(chosen: Region[]) {
    const [province, city, district] = chosen
    const region = chosen.at(-1)
    // The coordinates belonged to the former place.
    change({
      region: region?.code ?? null,
      province: province?.name ?? null,
      city: city?.name ?? null,
      district: district?.name ?? null,
      latitude: null,
      longitude: null,
    })
  }

  function change(part: Address) {
    const next = { ...address, ...part }
    onChange(Object.values(next).some(Boolean) ? next : null)
  }

  return (
    <div className="address-input">
      <Cascader<Region>
        id={id}
        options={regions}
        fieldNames={{ value: 'code', label: 'name', children: 'children' }}
        value={path.map((region) => region.code)}
        onChange={(_, chosen) => choose((chosen as Region[] | undefined) ?? [])}
        changeOnSelect
        showSearch
        placeholder={words || t('address.region')}
        loading={isFetching}
        notFoundContent={error ? sentenceOf(error) : undefined}
        status={isInvalid ? 'error' : undefined}
        disabled={isDisabled}
        autoFocus={autoFocus}
        aria-label={t('address.region')}
      />
      <Input
        value={address.detail ?? ''}
        onChange={(event) => change({ detail: event.target.value || null })}
        placeholder={t('address.detail')}
        aria-label={t('address.detail')}
        status={isInvalid ? 'error' : undefined}
        disabled={isDisabled}
      />
    </div>
  )
}
