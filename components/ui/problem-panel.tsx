import { Button } from './button.tsx'
import { CopyButton } from './copy-button.tsx'
import { StatePanel } from './state-panel.tsx'

export interface ProblemPanelProps {
  /** Problem details as a server answers them (RFC 9457), with its sentence per language. */
  problem: {
    code: string
    status: number
    detail: string
    messages: Readonly<Record<string, string>>
    requestId?: string | undefined
  }
  locale: string
  words: { title: string; forbiddenTitle: string; retry: string; copy: string; copied: string }
  onRetry?: () => void
  className?: string
}

/** A failed reading in its own words, with its code, a way to try again and the detail to copy. */
export function ProblemPanel({ problem, locale, words, onRetry, className = '' }: ProblemPanelProps) {
  const isForbidden = problem.code === 'forbidden'
  const detail = [
    `${problem.code} (HTTP ${problem.status})`,
    problem.detail,
    problem.requestId ? `request ${problem.requestId}` : '',
  ]
    .filter((line) => line !== '')
    .join('\n')
  return (
    <StatePanel
      className={className}
      tone={isForbidden ? 'forbidden' : 'error'}
      title={isForbidden ? words.forbiddenTitle : words.title}
      text={problem.messages[locale] ?? problem.messages.en ?? problem.detail}
      detail={detail}
      action={
        <>
          {onRetry ? (
            <Button variant="primary" onClick={onRetry}>
              {words.retry}
            </Button>
          ) : null}
          <CopyButton text={detail} label={words.copy} doneLabel={words.copied} />
        </>
      }
    />
  )
}
