import { notFound } from 'next/navigation.js'

import { DemoFrame } from '../../../../../demo/DemoFrame.js'
import { readQuery, requireDemo, type SearchParams } from '../../../../../demo/guard.js'
import { demoStrings } from '../../../../../demo/strings.js'
import { readMail } from '../../../../../mail/store.js'
import { timeInWords } from '../../../../../site/DemoBar.js'

interface Args {
  params: Promise<{ id: string }>
  searchParams: SearchParams
}

/** Only web addresses of a mail become links; everything else stays text. */
const Linked = ({ text }: { text: string }) =>
  text.split(/(https?:\/\/[^\s<>"]+)/).map((part, index) =>
    index % 2 === 1 ? (
      <a href={part} key={index}>
        {part}
      </a>
    ) : (
      part
    ),
  )

export default async function Mail({ params, searchParams }: Args) {
  requireDemo()
  const [{ id }, { locale }] = await Promise.all([params, readQuery(searchParams)])
  const mail = await readMail(id)
  if (!mail) notFound()
  const t = demoStrings[locale]
  return (
    <DemoFrame locale={locale} path={`/demo/mail/${id}`} title={mail.subject || t.noSubject}>
      <p>
        <a href={`/demo/mail?lang=${locale}`}>{t.backToMails}</a>
      </p>
      <dl>
        <dt>{t.received}</dt>
        <dd>{timeInWords(locale, new Date(mail.receivedAt))}</dd>
        <dt>{t.from}</dt>
        <dd>{mail.from}</dd>
        <dt>{t.to}</dt>
        <dd>{mail.to.join(', ')}</dd>
        {mail.attachments.length > 0 ? (
          <>
            <dt>{t.attachments}</dt>
            <dd>{mail.attachments.join(', ')}</dd>
          </>
        ) : null}
      </dl>
      <div className="message">
        <Linked text={mail.text} />
      </div>
      {mail.html ? (
        <>
          <h2>{t.htmlPart}</h2>
          <iframe
            className="mail-html"
            referrerPolicy="no-referrer"
            sandbox="allow-popups allow-popups-to-escape-sandbox"
            srcDoc={mail.html}
            title={t.htmlPart}
          />
        </>
      ) : null}
    </DemoFrame>
  )
}
