import { clockIsMoved, clockSteps, demoNow } from '../../../../clock.js'
import { DemoFrame } from '../../../../demo/DemoFrame.js'
import { readQuery, requireDemo, type SearchParams } from '../../../../demo/guard.js'
import { demoStrings } from '../../../../demo/strings.js'
import { timeInWords } from '../../../../site/DemoBar.js'

export default async function Clock({ searchParams }: { searchParams: SearchParams }) {
  requireDemo()
  const { locale, query } = await readQuery(searchParams)
  const t = demoStrings[locale]
  const now = demoNow()
  const outcome = { done: t.clockDone, failed: t.clockFailed }[query('moved') ?? '']
  return (
    <DemoFrame locale={locale} path="/demo/clock" title={t.clockTitle}>
      {outcome ? (
        <p className="notice" role="status">
          {outcome}
        </p>
      ) : null}
      <p>
        {t.clockNow}
        <br />
        <time className="clock" dateTime={now.toISOString()}>
          {timeInWords(locale, now)}
        </time>
      </p>
      <p className="small">
        {clockIsMoved() ? `${t.clockMoved} ${timeInWords(locale, new Date())}.` : t.clockReal}
      </p>
      <form action="/demo/clock/set" className="actions" method="post">
        <input name="lang" type="hidden" value={locale} />
        {clockSteps.map((step) => (
          <button className={step === 'reset' ? 'secondary' : undefined} key={step} name="step" value={step}>
            {t.steps[step]}
          </button>
        ))}
      </form>
      <p>{t.clockHint}</p>
    </DemoFrame>
  )
}
