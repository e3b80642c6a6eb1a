import { notFound } from 'next/navigation.js'

import { Article } from '../../../site/Article.js'
import { findPage, listPosts } from '../../../site/content.js'
import { Frame } from '../../../site/Frame.js'
import { Hills } from '../../../site/Hills.js'
import { isLocale } from '../../../site/locales.js'
import { PostCard } from '../../../site/PostCard.js'
import { strings } from '../../../site/strings.js'

export default async function Home({ params }: { params: Promise<{ locale: string }> }) {
  const { locale } = await params
  if (!isLocale(locale)) notFound()
  const t = strings[locale]
  const [page, posts] = await Promise.all([findPage('home', locale), listPosts(locale, 3)])
  return (
    <Frame locale={locale} path="">
      <section className="hero">
        <div className="wide">
          <h1>{page?.title ?? t.organization}</h1>
          {page?.summary ? <p className="lead">{page.summary}</p> : null}
          <p className="actions">
            <a className="button" href="tel:+16135550142">
              {t.callUs}
            </a>
            <a className="button secondary" href={`/${locale}/contact`}>
              {t.writeToUs}
            </a>
          </p>
        </div>
        <Hills />
      </section>
      <div className="wide">
        <section aria-labelledby="news">
          <h2 id="news">{t.latestNews}</h2>
          {posts.length > 0 ? (
            <ul className="cards">
              {posts.map((post) => (
                <PostCard key={post.id} level={3} locale={locale} post={post} />
              ))}
            </ul>
          ) : (
            <p>{t.noNews}</p>
          )}
          <p>
            <a href={`/${locale}/posts`}>{t.allNews}</a>
          </p>
        </section>
        <Article content={page?.content} />
      </div>
    </Frame>
  )
}
