import type { Metadata } from 'next'
import { notFound } from 'next/navigation.js'

import { Article } from '../../../../site/Article.js'
import { findPage } from '../../../../site/content.js'
import { Frame } from '../../../../site/Frame.js'
import { isLocale } from '../../../../site/locales.js'

interface Args {
  params: Promise<{ locale: string; slug: string }>
}

export const generateMetadata = async ({ params }: Args): Promise<Metadata> => {
  const { locale, slug } = await params
  const page = isLocale(locale) ? await findPage(slug, locale) : null
  return { title: page?.title, description: page?.summary ?? undefined }
}

export default async function SitePage({ params }: Args) {
  const { locale, slug } = await params
  if (!isLocale(locale)) notFound()
  const page = await findPage(slug, locale)
  if (!page) notFound()
  return (
    <Frame locale={locale} path={`/${slug}`}>
      <div className="narrow">
        <h1>{page.title}</h1>
        {page.summary ? <p className="lead">{page.summary}</p> : null}
        <Article content={page.content} />
      </div>
    </Frame>
  )
}
