'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { ApiProblem } from '#lib/client/call.ts'
import { changeMutations, changeQueries } from '#lib/client/queries/changes.ts'
import type { ChangeIntent, ChangePreview, ChangeView } from '#lib/endpoints/changes.ts'

/** What somebody wants, and the words of the button that does it. */
export interface Proposal {
  intent: ChangeIntent
  /** `Send 10 % to v2`. */
  goal: string
}

export interface PreviewState {
  proposal: Proposal | undefined
  preview: ChangePreview | undefined
  /** What was previewed before somebody else's write came between; set until that is applied or let go. */
  base: ChangePreview | undefined
  problem: ApiProblem['problem'] | undefined
  isPreviewing: boolean
  isApplying: boolean
  open: (proposal: Proposal) => void
  /** Asks again how things are. */
  again: () => void
  apply: (terms: { reason: string; overrideReason: string }) => void
  close: () => void
}

/**
 * Nothing is written that was not seen: an intent is previewed, then applied with the versions the preview stood on. Where
 * these are not those any more, the old preview stays as the base and a new one is made beside it.
 */
export function usePreview(onApplied: (view: ChangeView) => void): PreviewState {
  const [proposal, setProposal] = useState<Proposal>()
  const [preview, setPreview] = useState<ChangePreview>()
  const [base, setBase] = useState<ChangePreview>()
  const client = useQueryClient()
  const asked = useRef(0)
  const previewing = useMutation(changeMutations.preview())
  const applying = useMutation(changeMutations.apply())

  const ask = (intent: ChangeIntent) => {
    asked.current += 1
    const turn = asked.current
    // An answer to what nobody asks any more is passed over.
    previewing.mutate(intent, { onSuccess: (answer) => turn === asked.current && setPreview(answer) })
  }
  const renew = () => client.invalidateQueries({ queryKey: changeQueries.all() })
  const close = () => {
    asked.current += 1
    setProposal(undefined)
    setPreview(undefined)
    setBase(undefined)
    previewing.reset()
    applying.reset()
  }
  const apply: PreviewState['apply'] = ({ reason, overrideReason }) => {
    if (preview === undefined || proposal === undefined) {
      return
    }
    const why = reason.trim()
    const override = overrideReason.trim()
    applying.mutate(
      {
        ...proposal.intent,
        ...(why !== '' && { reason: why }),
        ...(override !== '' && { override: { reason: override } }),
        resourceVersions: preview.resourceVersions,
      },
      {
        onSuccess: async (view) => {
          close()
          await renew()
          onApplied(view)
        },
        onError: (error) => {
          void renew()
          if (hasMoved(error)) {
            setBase(preview)
            ask(proposal.intent)
          }
        },
      },
    )
  }
  return {
    proposal,
    preview,
    base,
    // A conflict is told by the two previews side by side.
    problem: problemOf(previewing.error) ?? (hasMoved(applying.error) ? undefined : problemOf(applying.error)),
    isPreviewing: previewing.isPending,
    isApplying: applying.isPending,
    open: (next) => {
      close()
      setProposal(next)
      ask(next.intent)
    },
    again: () => {
      applying.reset()
      if (proposal !== undefined) {
        ask(proposal.intent)
      }
    },
    apply,
    close,
  }
}

/** Somebody else wrote between preview and apply. */
function hasMoved(error: unknown): boolean {
  const reason = error instanceof ApiProblem && error.problem.code === 'conflict' ? error.problem.params?.reason : ''
  return reason === 'stale' || reason === 'already-exists'
}

function problemOf(error: unknown): ApiProblem['problem'] | undefined {
  return error instanceof ApiProblem ? error.problem : undefined
}
