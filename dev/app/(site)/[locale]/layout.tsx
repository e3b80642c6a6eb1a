import type { Metadata } from 'next'
import { notFound } from 'next/navigation.js'
import type { ReactNode } from 'react'

import '../../../site/site.css'
import { isLocale } from '../../../site/locales.js'
import { strings } from '../../../site/strings.js'

interface Args {
  children: ReactNode
  params: Promise<{ locale: string }>
}

/** Pages show what is published this minute; none is made at build time. */
export const dynamic = 'force-dynamic'

export const generateMetadata = async ({ params }: Args): Promise<Metadata> => {
  const { locale } = await params
  const { organization } = strings[isLocale(locale) ? locale : 'en']
  return { title: { default: organization, template: `%s · ${organization}` } }
}

export default async function SiteLayout({ children, params }: Args) {
  const { locale } = await params
  if (!isLocale(locale)) notFound()
  return (
    <html lang={`${locale}-CA`}>
      <body>{children}</body>
    </html>
  )
}
