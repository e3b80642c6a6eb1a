import type { Post } from '../payload-types.js'
import type { Locale } from './locales.js'

export const DateLine = ({ date, locale }: { date: null | string | undefined; locale: Locale }) =>
  date ? (
    <time className="date" dateTime={date.slice(0, 10)}>
      {new Intl.DateTimeFormat(`${locale}-CA`, { dateStyle: 'long', timeZone: 'America/Toronto' }).format(
        new Date(date),
      )}
    </time>
  ) : null

/** One post in a list: the whole card is one link, its picture decorates. */
export const PostCard = ({ post, locale, level }: { post: Post; locale: Locale; level: 2 | 3 }) => {
  const Heading = `h${level}` as const
  const image = typeof post.image === 'object' ? post.image : null
  const source = image?.sizes?.card?.url ?? image?.url
  return (
    <li className="card">
      {source ? <img alt="" height="360" loading="lazy" src={source} width="640" /> : null}
      <div>
        <DateLine date={post.date} locale={locale} />
        <Heading>
          <a href={`/${locale}/posts/${post.slug}`}>{post.title}</a>
        </Heading>
        <p>{post.summary}</p>
      </div>
    </li>
  )
}
