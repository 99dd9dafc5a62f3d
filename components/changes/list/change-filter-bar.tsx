'use client'

import { useTranslations } from 'next-intl'
import { useUrlText } from '#lib/client/url-text.ts'
import { SearchBox } from '../../ui/search-box.tsx'

const objectPattern = /^[A-Z][A-Za-z0-9]{0,62}\/[-a-z0-9]{1,63}\/[-.a-z0-9]{1,253}$/

export interface ChangeFilterState {
  service: string
  object: string
  setService: (text: string) => void
  setObject: (text: string) => void
  /** What the server is asked for: an object only once it is written whole. */
  asked: { service?: string; object?: string }
  isSet: boolean
  clear: () => void
}

/** Of which service or object changes are shown, as the address says. */
export function useChangeFilter(): ChangeFilterState {
  const [service, setService] = useUrlText('service')
  const [object, setObject] = useUrlText('object')
  const isWhole = objectPattern.test(object.trim())
  return {
    service,
    object,
    setService,
    setObject,
    asked: {
      ...(service.trim() !== '' && { service: service.trim() }),
      ...(isWhole && { object: object.trim() }),
    },
    isSet: service.trim() !== '' || isWhole,
    clear: () => {
      setService('')
      setObject('')
    },
  }
}

export function ChangeFilterBar({ filter }: { filter: ChangeFilterState }) {
  const t = useTranslations('changes.list')
  const isOdd = filter.object.trim() !== '' && filter.asked.object === undefined
  return (
    <>
      <SearchBox data-find className="w-44" label={t('service')} value={filter.service} onChange={filter.setService} />
      <SearchBox
        className="w-72"
        label={t('object')}
        value={filter.object}
        aria-invalid={isOdd}
        title={isOdd ? t('badObject') : undefined}
        onChange={filter.setObject}
      />
    </>
  )
}
