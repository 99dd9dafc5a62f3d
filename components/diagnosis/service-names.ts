'use client'

import { useTranslations } from 'next-intl'
import type { MeshDiagnosis, NamedService } from '#lib/domain/diagnosis/mesh-diagnosis.ts'

export interface ServiceNames {
  find(id: string): NamedService | undefined
  /** With its namespace where another service has the same name; `*` is every caller. */
  nameOf(id: string): string
}

/** How the services of a diagnosis are called on the page. */
export function useServiceNames({ services }: MeshDiagnosis): ServiceNames {
  const t = useTranslations('diagnosis')
  const byId = new Map(services.map((service) => [service.id, service]))
  const isTold = ({ id, name }: NamedService) => services.every((other) => other.id === id || other.name !== name)
  return {
    find: (id) => byId.get(id),
    nameOf(id) {
      const service = byId.get(id)
      if (id === '*') {
        return t('allCallers')
      }
      if (service === undefined || service.kind === 'unknown') {
        return service === undefined ? id : t('unknownCallers')
      }
      return isTold(service) || service.namespace === '' ? service.name : `${service.namespace}/${service.name}`
    },
  }
}
