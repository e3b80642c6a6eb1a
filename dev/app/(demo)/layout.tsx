import type { Metadata } from 'next'
import type { ReactNode } from 'react'

import '../../site/site.css'

export const dynamic = 'force-dynamic'
// Each page names itself: the title depends on `?lang=`, which a layout does not see.
export const metadata: Metadata = { robots: { index: false, follow: false } }

export default function DemoLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en-CA">
      <body>{children}</body>
    </html>
  )
}
