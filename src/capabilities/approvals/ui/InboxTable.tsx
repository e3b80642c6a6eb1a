'use client'
import { Button } from '@payloadcms/ui'
import { useEffect, useRef, useState } from 'react'

import { CheckField } from '../../../platform/ui/fields.js'
import { StateBadge, type Tone } from '../../../platform/ui/parts.js'
import { BulkDialog } from './BulkDialog.js'
import { bulkActionOf, nameOf, type Outcome, type ShownItem, useWords, type Words } from './useWords.js'
import './inbox.css'

/** The name of the column where there are no columns. */
const Cell = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <td role="cell">
    <span aria-hidden="true" className="gov-inbox__label">
      {label}{' '}
    </span>
    {children}
  </td>
)

interface RowProps {
  item: ShownItem
  say: Words
  /** Undefined where nothing can be chosen. */
  picked?: boolean
  onPick: (picked: boolean) => void
}

const toneOf = ({ overdue, state }: ShownItem): Tone =>
  overdue || state === 'void' ? 'bad' : state === 'approved' ? 'good' : 'wait'

const ItemRow = ({ item, say, picked, onPick }: RowProps) => (
  <tr role="row">
    {picked === undefined ? null : (
      <td role="cell">
        {bulkActionOf(item) ? (
          <input
            aria-label={say('bulk:choose', { title: item.title })}
            checked={picked}
            onChange={(event) => onPick(event.target.checked)}
            type="checkbox"
          />
        ) : null}
      </td>
    )}
    <th role="rowheader" scope="row">
      <a href={item.href}>{item.title}</a>
    </th>
    <Cell label={say('list:what')}>{item.what}</Cell>
    <Cell label={say('list:state')}>
      <StateBadge tone={toneOf(item)}>
        {item.overdue ? `${say('overdue')} – ${say(`state:${item.state}`)}` : say(`state:${item.state}`)}
      </StateBadge>
    </Cell>
    <Cell label={say('list:submittedBy')}>{item.submittedBy}</Cell>
    <Cell label={say('list:submittedAt')}>{item.submittedWords}</Cell>
    <Cell label={say('list:dueAt')}>{item.dueWords}</Cell>
  </tr>
)

/** Words for an outcome: what is said, and the state in which it is now. */
const wordsOf = ({ action, ok, waits }: Outcome): { says: string; state: string } => {
  // A colleague may have been faster: what it is now, the sentence says.
  if (!ok) return { says: '', state: 'bulk:unchanged' }
  if (action === 'confirm') return { says: 'done:confirm', state: 'state:live' }
  return waits
    ? { says: 'done:approveStep', state: 'state:inReview' }
    : { says: 'bulk:done', state: 'state:approved' }
}

/** Each with its outcome; led to by keyboard and read out, because the list below has changed meanwhile. */
const Results = ({ outcomes, say }: { outcomes: Outcome[]; say: Words }) => {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [outcomes])
  return (
    <section aria-labelledby="governance-bulk-results" className="gov-inbox__results">
      <h2 id="governance-bulk-results" ref={heading} tabIndex={-1}>
        {say('bulk:results')}
      </h2>
      <ul className="gov-list">
        {outcomes.map((outcome) => (
          <li className="gov-list__item" key={nameOf(outcome, outcome.action)}>
            <div>
              {outcome.title}
              <div className="gov-list__meta">
                {outcome.ok ? say(wordsOf(outcome).says) : outcome.message}
              </div>
            </div>
            <StateBadge tone={!outcome.ok ? 'bad' : outcome.waits ? 'wait' : 'good'}>
              {say(wordsOf(outcome).state)}
            </StateBadge>
          </li>
        ))}
      </ul>
    </section>
  )
}

const keyOf = (item: ShownItem): string => nameOf(item, bulkActionOf(item))

/** Two emergency publications of one document are confirmed one after the other, the older one first. */
const firstOfEach = (items: ShownItem[]): ShownItem[] =>
  [...new Map([...items].reverse().map((item) => [keyOf(item), item])).values()].reverse()

/** `choosable`: several can be approved together, each attested by itself. */
export const InboxTable = ({ items, choosable }: { items: ShownItem[]; choosable: boolean }) => {
  const { say } = useWords()
  const [picked, setPicked] = useState<string[]>([])
  const [asking, setAsking] = useState<ShownItem[] | null>(null)
  const [outcomes, setOutcomes] = useState<Outcome[]>([])
  const able = choosable ? firstOfEach(items.filter(bulkActionOf)) : []
  const chosen = able.filter((item) => picked.includes(keyOf(item)))
  const columns = ['title', 'what', 'state', 'submittedBy', 'submittedAt', 'dueAt']
  return (
    <>
      {outcomes.length > 0 ? <Results outcomes={outcomes} say={say} /> : null}
      {able.length > 0 ? (
        <div className="gov-row">
          <CheckField
            checked={chosen.length === able.length}
            label={say('bulk:chooseAll')}
            name="chooseAll"
            onChange={(all) => setPicked(all ? able.map(keyOf) : [])}
          />
          <Button
            disabled={chosen.length === 0}
            id="governance-bulk-approve"
            margin={false}
            onClick={() => setAsking(chosen)}
            size="medium"
            type="button"
          >
            {say('bulk:approve')}
          </Button>
          <span aria-live="polite">{say('bulk:chosen', { count: chosen.length })}</span>
        </div>
      ) : null}
      {items.length > 0 ? (
        <table className="gov-inbox__table" role="table">
          <caption className="gov-visually-hidden">{say('inbox')}</caption>
          <thead role="rowgroup">
            <tr role="row">
              {choosable ? <td role="cell" /> : null}
              {columns.map((column) => (
                <th key={column} role="columnheader" scope="col">
                  {say(`list:${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {items.map((item) => (
              <ItemRow
                item={item}
                key={`${keyOf(item)} ${item.submittedAt}`}
                onPick={(on) =>
                  setPicked((before) => [
                    ...before.filter((key) => key !== keyOf(item)),
                    ...(on ? [keyOf(item)] : []),
                  ])
                }
                picked={choosable ? picked.includes(keyOf(item)) : undefined}
                say={say}
              />
            ))}
          </tbody>
        </table>
      ) : null}
      {asking ? (
        <BulkDialog
          items={asking}
          onClose={() => setAsking(null)}
          onDone={(results) => {
            setOutcomes(results)
            setPicked([])
            setAsking(null)
          }}
        />
      ) : null}
    </>
  )
}
