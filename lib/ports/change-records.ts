import type { ChangeRecord, ChangeRecordSpec, ChangeRecordStatus } from '../domain/changes/change-record.ts'

export interface RecordPlace {
  /** The mesh's cluster id. */
  cluster: string
  namespace: string
  name: string
}

export interface RecordsQuery {
  /** Absent: every cluster. */
  cluster?: string | undefined
  /** Absent: all that may be read. */
  namespaces?: readonly string[] | undefined
  service?: string | undefined
}

/**
 * The memory of changes: one record each, kept beside the service in the cluster. Every failure is an `AppError` as
 * `Cluster` has them; where the kind is not installed, `unavailable` with reason `records-not-installed` and the manifest
 * to apply as `params.manifest`.
 */
export interface ChangeRecords {
  /** The newest first; those that do not parse are left out. */
  list(query: RecordsQuery, signal?: AbortSignal): Promise<ChangeRecord[]>
  read(place: RecordPlace, signal?: AbortSignal): Promise<ChangeRecord>
  /** Writes down what is set out to be done, under a name of its own. Sent once. */
  create(spec: ChangeRecordSpec, signal?: AbortSignal): Promise<ChangeRecord>
  /** Says how far it has come; `conflict` (`stale`) where somebody else has said so meanwhile. */
  setStatus(record: ChangeRecord, status: ChangeRecordStatus, signal?: AbortSignal): Promise<ChangeRecord>
  /** Forgets one; one that is gone already is no failure. */
  remove(place: RecordPlace, signal?: AbortSignal): Promise<void>
}

export const recordsManifest = 'deploy/crds/changerecords.yaml'
