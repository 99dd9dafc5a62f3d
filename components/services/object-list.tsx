'use client'

import { useTranslations } from 'next-intl'
import type { ServiceDetail } from '#lib/endpoints/services.ts'
import { Card } from '../ui/card.tsx'
import { MiddleEllipsis } from '../ui/middle-ellipsis.tsx'

export function ObjectList({ objects }: { objects: ServiceDetail['objects'] }) {
  const t = useTranslations('services.objects')
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
            {objects.map((object) => (
              <tr
                key={`${object.kind}/${object.namespace}/${object.name}`}
                className="border-b border-line last:border-b-0"
              >
                <td className="h-7 w-[42%] truncate px-3 text-text-3" title={object.kind}>
                  {object.kind}
                </td>
                <td className="h-7 px-3">
                  <span className="flex min-w-0" title={`${object.namespace}/${object.name}`}>
                    <MiddleEllipsis text={object.name} />
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}
