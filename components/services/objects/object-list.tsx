'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ServiceDetail } from '#lib/endpoints/services.ts'
import { Card } from '../../ui/card.tsx'
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx'
import { useObjectHref, useShownObject } from './object-param.ts'
import { formatObject } from './shown-object.ts'

export interface ObjectListProps {
  objects: ServiceDetail['objects']
}

/** Everything written for the mesh that acts on it; each opens as it stands. */
export function ObjectList({ objects }: ObjectListProps) {
  const t = useTranslations('services.objects')
  const shown = useShownObject()
  const objectHref = useObjectHref()
  const shownKey = shown && formatObject(shown)
  return (
    <Card title={t('title')}>
      {objects.length === 0 ? (
        <p className="px-3 py-2 text-label text-text-3">{t('empty')}</p>
      ) : (
        <table className="w-full table-fixed border-collapse text-label">
          <thead className="sr-only">
            <tr>
              <th>{t('kind')}</th>
              <th>{t('name')}</th>
            </tr>
          </thead>
          <tbody>
            {objects.map((object) => {
              const key = formatObject(object)
              const isShown = key === shownKey
              return (
                <tr key={key} className={`border-b border-line last:border-b-0 ${isShown ? 'bg-sunken' : ''}`}>
                  <td className="h-7 w-[42%] truncate px-3 text-text-3" title={object.kind}>
                    {object.kind}
                  </td>
                  <td className="h-7 px-3">
                    <Link
                      scroll={false}
                      href={objectHref(isShown ? undefined : object)}
                      aria-current={isShown ? 'true' : undefined}
                      className="flex min-w-0 text-accent hover:underline"
                      title={`${object.namespace}/${object.name}`}
                    >
                      <MiddleEllipsis text={object.name} />
                    </Link>
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </Card>
  )
}
