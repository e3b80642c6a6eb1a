import { listComments } from '../../../../../site/content.js'
import type { Locale } from '../../../../../site/locales.js'
import { DateLine } from '../../../../../site/PostCard.js'
import { strings } from '../../../../../site/strings.js'

interface Props {
  locale: Locale
  postId: number | string
  slug: string
}

/**
 * The comments under a post, without a script. Writing and reporting lead to the plugin's own public
 * pages, which keep what was typed when something is refused and come back here.
 */
export const Comments = async ({ locale, postId, slug }: Props) => {
  const t = strings[locale]
  const comments = await listComments(postId)
  const address = (page: string, on: string): string =>
    `/api/info/${page}?${new URLSearchParams({ on, back: `/${locale}/posts/${slug}`, lang: locale }).toString()}`
  return (
    <section aria-labelledby="comments">
      <h2 id="comments">{t.comments}</h2>
      {comments.length === 0 ? <p>{t.noComments}</p> : null}
      <ul className="comments">
        {comments.map(({ id, text, authorName, staff, locale: language, at }) => (
          <li key={id}>
            <p className="by">
              <span>{authorName || t.unnamed}</span>
              {staff ? <span className="mark">{t.staffComment}</span> : null}
              <DateLine date={at} locale={locale} />
            </p>
            <blockquote lang={language}>{text}</blockquote>
            <a
              aria-label={`${t.reportCommentBy} ${authorName || t.unnamed}`}
              className="small"
              href={address('tell', `comments:${id}`)}
            >
              {t.reportComment}
            </a>
          </li>
        ))}
      </ul>
      <p>
        <a className="button" href={address('comment', `posts:${postId}`)}>
          {t.writeComment}
        </a>
      </p>
      <p className="small">{t.commentsAreRead}</p>
    </section>
  )
}
