'use client'
import { Button } from '@payloadcms/ui'
import { type ReactNode, useId, useState } from 'react'

import { useAction } from '../../../platform/ui/useAction.js'

export interface VerifyButtonProps {
  /** Of the certificate's endpoint below the API route. */
  path: string
  words: Record<'button' | 'verifying', string>
  /** What stands beside the button. */
  children?: ReactNode
}

/** Reckons a certificate anew on the server and says what came of it, on paper too. */
export const VerifyButton = ({ path, words, children }: VerifyButtonProps) => {
  const { run, busy } = useAction()
  const id = useId()
  const [found, setFound] = useState<null | { ok: boolean; lines: string[] }>(null)
  const verify = async (): Promise<void> => {
    setFound(null)
    const { ok, data } = await run(path, {}, { refresh: false })
    if (ok) setFound({ ok: data.ok === true, lines: data.lines as string[] })
  }
  return (
    <>
      <div className="gov-certificate__verified" role="status">
        {busy ? <p id={id}>{words.verifying}</p> : null}
        {busy ? <progress aria-labelledby={id} /> : null}
        {found ? (
          <div className={`gov-proof gov-proof--${found.ok ? 'good' : 'bad'}`}>
            {found.lines.map((line, at) => (
              <p key={at}>{at === 0 ? <strong>{line}</strong> : line}</p>
            ))}
          </div>
        ) : null}
      </div>
      <div className="gov-row">
        <Button
          buttonStyle="secondary"
          disabled={busy}
          margin={false}
          onClick={() => void verify()}
          size="medium"
          type="button"
        >
          {words.button}
        </Button>
        {children}
      </div>
    </>
  )
}
