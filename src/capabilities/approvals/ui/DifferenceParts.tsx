import type { ReactNode } from 'react'

import { Card, StateBadge, type Tone } from '../../../platform/ui/parts.js'
import type { Translate } from '../../../platform/runtime.js'
import type { ShownChange } from '../difference.js'
import type { Item } from '../values.js'
import type { Part } from '../../../platform/words.js'

const K = 'governance:approvals:difference'

const TONES: Record<ShownChange['kind'], Tone> = { added: 'good', changed: 'wait', removed: 'bad' }

/** Unchanged text longer than this is folded away; so many characters of it stay on each side. */
const LONG = 600
const AROUND = 160

const Hidden = ({ children }: { children: ReactNode }) => (
  <span className="gov-visually-hidden">{children}</span>
)

/** Marked for eyes, and said for those who listen. */
export const Marked = ({
  kind,
  t,
  children,
}: {
  kind: Part['kind'] | undefined
  t: Translate
  children: ReactNode
}) => {
  if (kind !== 'added' && kind !== 'removed') return <>{children}</>
  const Mark = kind === 'added' ? 'ins' : 'del'
  return (
    <Mark>
      <Hidden>{` ${t(`${K}:${kind}`)} `}</Hidden>
      {children}
      <Hidden>{` (${t(`${K}:end`)}) `}</Hidden>
    </Mark>
  )
}

const Same = ({ part, t }: { part: Part; t: Translate }) => {
  if (part.formatting) {
    return (
      <span className="gov-diff__restyled">
        <Hidden>{` ${t(`${K}:newFormatting`)} `}</Hidden>
        {part.text}
      </span>
    )
  }
  if (part.text.length <= LONG) return <>{part.text}</>
  const middle = part.text.slice(AROUND, -AROUND)
  return (
    <>
      {`${part.text.slice(0, AROUND)}…`}
      <details className="gov-diff__skip">
        <summary>{t(`${K}:unchanged`, { count: middle.length })}</summary>
        {middle}
      </details>
      {`…${part.text.slice(-AROUND)}`}
    </>
  )
}

/** `plain`: all of it is new, so marks would say nothing. */
const Text = ({ parts, plain, t }: { parts: Part[]; plain: boolean; t: Translate }) => (
  <div className="gov-diff__text">
    {parts.map((part, index) =>
      part.kind === 'same' ? (
        <Same key={index} part={part} t={t} />
      ) : (
        <Marked key={index} kind={plain ? undefined : part.kind} t={t}>
          {part.text}
        </Marked>
      ),
    )}
  </div>
)

const Items = ({ items, plain, t }: { items: Item[]; plain: boolean; t: Translate }) => (
  <ul className="gov-diff__items">
    {items.map((item, index) => (
      <li className="gov-diff__item" key={index}>
        {/* The title stands beside it. */}
        {item.thumbnail ? <img alt="" loading="lazy" src={item.thumbnail} /> : null}
        <span>
          <Marked kind={plain ? undefined : item.kind} t={t}>
            {item.text}
          </Marked>
        </span>
      </li>
    ))}
  </ul>
)

const Pair = ({ change, plain, t }: { change: ShownChange; plain: boolean; t: Translate }) => {
  const { before, after } = change
  if (plain) return <div className="gov-diff__value">{after}</div>
  const empty = t(`${K}:empty`)
  return (
    <dl className="gov-diff__pair">
      <div>
        <dt>{t(`${K}:before`)}</dt>
        <dd className="gov-diff__value">{before === undefined ? empty : <del>{before}</del>}</dd>
      </div>
      <div>
        <dt>{t(`${K}:after`)}</dt>
        <dd className="gov-diff__value">{after === undefined ? empty : <ins>{after}</ins>}</dd>
      </div>
    </dl>
  )
}

/** One field: what it is called, whether it is new, changed or gone, and what became of it. */
export const ChangeCard = ({ change, plain, t }: { change: ShownChange; plain: boolean; t: Translate }) => (
  <Card
    badge={
      plain ? undefined : <StateBadge tone={TONES[change.kind]}>{t(`${K}:kind:${change.kind}`)}</StateBadge>
    }
    level={3}
    need={change.changedSince ? 'needs' : undefined}
    title={change.label}
  >
    {change.changedSince ? (
      <p className="gov-diff__note">
        <strong>{t(`${K}:marked`)}</strong>
      </p>
    ) : null}
    {change.note ? <p className="gov-diff__note">{t(`${K}:${change.note}`, { ...change.places })}</p> : null}
    {change.parts ? <Text parts={change.parts} plain={plain} t={t} /> : null}
    {change.items ? <Items items={change.items} plain={plain} t={t} /> : null}
    {change.before !== undefined || change.after !== undefined ? (
      <Pair change={change} plain={plain} t={t} />
    ) : null}
  </Card>
)
