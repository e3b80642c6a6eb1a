import type { Metadata } from 'next'
import { notFound } from 'next/navigation.js'

import { listPosts } from '../../../../site/content.js'
import { Frame } from '../../../../site/Frame.js'
import { isLocale } from '../../../../site/locales.js'
import { PostCard } from '../../../../site/PostCard.js'
import { strings } from '../../../../site/strings.js'

interface Args {
  params: Promise<{ locale: string }>
}

export const generateMetadata = async ({ params }: Args): Promise<Metadata> => {
  const { locale } = await params
  return { title: strings[isLocale(locale) ? locale : 'en'].news }
}

export default async function News({ params }: Args) {
  const { locale } = await params
  if (!isLocale(locale)) notFound()
  const t = strings[locale]
  const posts = await listPosts(locale)
  return (
    <Frame locale={locale} path="/posts">
      <div className="wide">
        <h1>{t.news}</h1>
        {posts.length > 0 ? (
          <ul className="cards">
            {posts.map((post) => (
              <PostCard key={post.id} level={2} locale={locale} post={post} />
            ))}
          </ul>
        ) : (
          <p>{t.noNews}</p>
        )}
      </div>
    </Frame>
  )
}
