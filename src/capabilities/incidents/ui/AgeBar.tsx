import type { Translate } from '../../../platform/runtime.js'
import type { Case } from '../domain.js'
import { percentPassed } from './age.js'

/** How much of the time for an answer has passed, while nobody has taken the case: as a bar, and in words. */
export const AgeBar = ({ t, found, now }: { t: Translate; found: Case; now: Date }) => {
  if (found.state !== 'reported') return null
  const percent = percentPassed(found.reportedAt, found.ackDueAt, now)
  const words = t(`governance:incidents:bar:${percent === 100 ? 'over' : 'passed'}`, { percent })
  return (
    <div className="gov-meter">
      <meter aria-label={words} high={75} low={50} max={100} min={0} optimum={0} value={percent} />
      <span aria-hidden="true" className="gov-list__meta">
        {words}
      </span>
    </div>
  )
}
