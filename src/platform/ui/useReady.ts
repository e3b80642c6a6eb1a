'use client'
import { useEffect, useState } from 'react'

/** False until the page's scripts run: a form that the browser sends by itself before then would be lost. */
export const useReady = (): boolean => {
  const [ready, setReady] = useState(false)
  useEffect(() => setReady(true), [])
  return ready
}
