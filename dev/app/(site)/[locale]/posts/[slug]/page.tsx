import type { Metadata } from 'next'
import { notFound } from 'next/navigation.js'

import { Article } from '../../../../../site/Article.js'
import { findPost } from '../../../../../site/content.js'
import { Frame } from '../../../../../site/Frame.js'
import { isLocale } from '../../../../../site/locales.js'
import { DateLine } from '../../../../../site/PostCard.js'
import { strings } from '../../../../../site/strings.js'
import { Comments } from './Comments.js'

interface Args {
  params: Promise<{ locale: string; slug: string }>
}

export const generateMetadata = async ({ params }: Args): Promise<Metadata> => {
  const { locale, slug } = await params
  const post = isLocale(locale) ? await findPost(slug, locale) : null
  return { title: post?.title, description: post?.summary ?? undefined }
}

export default async function PostPage({ params }: Args) {
  const { locale, slug } = await params
  if (!isLocale(locale)) notFound()
  const post = await findPost(slug, locale)
  if (!post) notFound()
  const t = strings[locale]
  const image = typeof post.image === 'object' ? post.image : null
  return (
    <Frame locale={locale} path={`/posts/${slug}`}>
      <article className="narrow">
        <p>
          <a href={`/${locale}/posts`}>{t.backToNews}</a>
        </p>
        <h1>{post.title}</h1>
        <DateLine date={post.date} locale={locale} />
        {post.summary ? <p className="lead">{post.summary}</p> : null}
        {image?.url ? (
          <img
            alt={image.alt}
            className="picture"
            height={image.height ?? 720}
            src={image.url}
            width={image.width ?? 1280}
          />
        ) : null}
        <Article content={post.content} />
      </article>
      <div className="narrow">
        <Comments locale={locale} postId={post.id} slug={slug} />
      </div>
    </Frame>
  )
}
