import { z } from 'zod'
import { OwnedObject } from '../changes/ownership.ts'
import { ServiceSplit } from '../changes/service-split.ts'
import { Notice } from '../notice.ts'
import { ChangeSummary } from './change-view.ts'
import { ObservedSplit } from './observed-split.ts'
import { WriteQueueState } from './write-queue-state.ts'
import { WriteRights } from './write-rights.ts'

/** How a service's requests are divided, who may change that, and what traffic shows of it. */
export const ServiceSplitView = z.object({
  /** Unix seconds. */
  takenAt: z.number(),
  split: ServiceSplit,
  /** Who keeps the objects a change would write. */
  owners: z.array(OwnedObject),
  rights: WriteRights,
  /** Whether changes can be recorded; where the kind is not installed nothing is written. Absent: not known now. */
  isRecorded: z.boolean().optional(),
  /** Since the last change of the split, over 5 minutes at most; absent where traffic cannot be read. */
  observed: ObservedSplit.optional(),
  /** The newest change of the service. */
  latest: ChangeSummary.optional(),
  queue: WriteQueueState,
  notices: z.array(Notice),
})
export type ServiceSplitView = z.infer<typeof ServiceSplitView>
