import type { ReactNode } from 'react'

import { Button } from '@payloadcms/ui'

import './governance.css'

export type Tone = 'bad' | 'good' | 'plain' | 'wait'

/** Says a state in words; the colour only repeats it. */
export const StateBadge = ({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) => (
  <span className={`gov-badge gov-badge--${tone}`}>{children}</span>
)

export interface CardProps {
  title: ReactNode
  /** One sentence below the title. */
  text?: ReactNode
  badge?: ReactNode
  /** Left edge in a colour: something needs a person (`needs`) or is late or dangerous (`urgent`). */
  need?: 'needs' | 'urgent'
  footer?: ReactNode
  /** Level of the heading, so that headings follow each other in order. @default 2 */
  level?: 2 | 3
  id?: string
  children?: ReactNode
}

export const Card = ({ title, text, badge, need, footer, level = 2, id, children }: CardProps) => {
  const Heading = `h${level}` as const
  return (
    <section className={`gov-card${need ? ` gov-card--${need}` : ''}`} id={id}>
      <div className="gov-card__head">
        <Heading className="gov-card__title">{title}</Heading>
        {badge}
      </div>
      {text ? <p className="gov-card__text">{text}</p> : null}
      {children}
      {footer ? <div className="gov-card__foot">{footer}</div> : null}
    </section>
  )
}

/** Cards side by side; one column on a phone. */
export const Grid = ({ children }: { children: ReactNode }) => <div className="gov-grid">{children}</div>

export const List = ({ children, label }: { children: ReactNode; label?: string }) => (
  <ul aria-label={label} className="gov-list">
    {children}
  </ul>
)

/** One line of a list: what, some words in small type, and what can be done. */
export const ListItem = (props: { children: ReactNode; meta?: ReactNode; actions?: ReactNode }) => (
  <li className="gov-list__item">
    <div>
      {props.children}
      {props.meta ? <div className="gov-list__meta">{props.meta}</div> : null}
    </div>
    {props.actions ? <ButtonRow>{props.actions}</ButtonRow> : null}
  </li>
)

export const EmptyState = ({ title, children }: { title: ReactNode; children?: ReactNode }) => (
  <div className="gov-empty">
    <p className="gov-empty__title">{title}</p>
    {children ? <div className="gov-empty__text">{children}</div> : null}
  </div>
)

export const ButtonRow = ({ children }: { children: ReactNode }) => <div className="gov-row">{children}</div>

/** A link that looks like a button; `href` includes the admin route. */
export const LinkButton = (props: { href: string; children: ReactNode; secondary?: boolean }) => (
  <Button
    buttonStyle={props.secondary ? 'secondary' : 'primary'}
    el="link"
    margin={false}
    size="medium"
    to={props.href}
  >
    {props.children}
  </Button>
)
