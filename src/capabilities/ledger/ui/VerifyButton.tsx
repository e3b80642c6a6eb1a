'use client'
import { Button, useConfig, useTranslation } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { useId, useState, useTransition } from 'react'

import { refuse } from '../../../platform/ui/refuse.js'
import type { Progress } from '../verifying.js'

const K = 'governance:ledgerScreen:chain'

/** The lines of an answer as they come. */
const eachLine = async (response: Response, take: (line: Progress) => void): Promise<void> => {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value = '' } = await reader.read()
    const lines = (rest + value).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line) take(JSON.parse(line) as Progress)
    if (done) return
  }
}

/** Walks the whole chain on the server and says how far it is; what is found then stands above. */
export const VerifyButton = () => {
  const { config } = useConfig()
  const { t, i18n } = useTranslation()
  const router = useRouter()
  const id = useId()
  const [progress, setProgress] = useState<null | Progress>(null)
  const [busy, setBusy] = useState(false)
  // What it found is said together with what stands above, not before.
  const [refreshing, refresh] = useTransition()
  const say = (key: string, values?: Record<string, unknown>): string =>
    t(`${K}:${key}` as never, values as never)
  const number = (value: number): string => new Intl.NumberFormat(`${i18n.language}-CA`).format(value)

  const verify = async (): Promise<void> => {
    setBusy(true)
    setProgress({ done: 0, total: 0 })
    try {
      const response = await fetch(`${config.serverURL ?? ''}${config.routes.api}/governance/ledger/verify`, {
        method: 'POST',
        credentials: 'include',
        headers: { 'accept-language': i18n.language },
      })
      if (!response.ok || !response.body) throw new Error(String(response.status))
      await eachLine(response, setProgress)
      refresh(() => router.refresh())
    } catch {
      setProgress(null)
      refuse(t('governance:errors:unexpected' as never))
    } finally {
      setBusy(false)
    }
  }
  const words = ({ done, total, ok }: Progress): string => {
    if (ok === undefined || refreshing) return say('verifying', { done: number(done), total: number(total) })
    return ok ? say('done', { count: number(done) }) : say('failed')
  }
  return (
    <div className="gov-row">
      <Button
        buttonStyle="secondary"
        disabled={busy || refreshing}
        id="governance-ledger-verify"
        margin={false}
        onClick={() => void verify()}
        size="medium"
        type="button"
      >
        {say('verify')}
      </Button>
      {progress && progress.ok === undefined ? (
        <progress
          aria-labelledby={id}
          className="gov-ledger__progress"
          max={progress.total || undefined}
          value={progress.total ? progress.done : undefined}
        />
      ) : null}
      <span aria-live="polite" id={id}>
        {progress ? words(progress) : ''}
      </span>
    </div>
  )
}
