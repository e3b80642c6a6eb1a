'use client'
import { useRouter } from 'next/navigation.js'
import { useEffect } from 'react'

const EVERY = 3000

/** How far the site is with what it does by itself. The page looks again by itself, while somebody looks at it. */
export const Working = ({
  words,
  done,
  total,
  text,
}: {
  /** How far, in words: the bar only repeats it. */
  words: string
  done: number
  total: number
  text: string
}) => {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh()
    }, EVERY)
    return () => clearInterval(timer)
  }, [router])
  return (
    <>
      <div className="gov-meter">
        <progress aria-label={words} max={Math.max(total, 1)} value={total === 0 ? undefined : done} />
        <span aria-hidden="true" className="gov-list__meta">
          {words}
        </span>
      </div>
      <p role="status">{text}</p>
    </>
  )
}
