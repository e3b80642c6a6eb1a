import type { ViewContext } from '../../../platform/ui/GovernanceView.js'
import { ActionButton } from '../../../platform/ui/ActionButton.js'
import { ButtonRow, List, ListItem, StateBadge } from '../../../platform/ui/parts.js'
import { isOverdue } from '../case.js'
import type { Task } from '../domain.js'
import type { CasePage } from '../reads.js'

const K = 'governance:incidents'

const detailOf = ({ t, when }: ViewContext, task: Task): string =>
  task.doneAt
    ? t(`${K}:tasks:doneBy`, { name: task.doneName || t(`${K}:tasks:nobody`), at: when(task.doneAt) })
    : t(`${K}:tasks:until`, { name: task.whose || t(`${K}:tasks:nobody`), day: when(task.dueAt, false) })

const OneTask = ({ context, id, task, open }: OneTaskProps) => {
  const { t, now } = context
  const late = isOverdue(task, now)
  return (
    <ListItem
      actions={
        <>
          {task.doneAt ? <StateBadge tone="good">{t(`${K}:tasks:isDone`)}</StateBadge> : null}
          {late ? <StateBadge tone="bad">{t(`${K}:tasks:late`)}</StateBadge> : null}
          {!task.doneAt && open ? (
            <ActionButton
              done={t(`${K}:tasks:saved`)}
              label={t(`${K}:tasks:finish`)}
              path={`/governance/incidents/${id}/tasks/${task.id}/done`}
              secondary
            />
          ) : null}
        </>
      }
      meta={detailOf(context, task)}
    >
      {task.words}
    </ListItem>
  )
}
interface OneTaskProps {
  context: ViewContext
  id: number | string
  task: Task
  open: boolean
}

/** What there is to do, what is late on top, and how much of it is done. */
export const CaseTasks = ({ context, page }: { context: ViewContext; page: CasePage }) => {
  const { t } = context
  const { case: found, others } = page
  const open = found.state !== 'closed' && found.mergedInto === null
  const sorted = [...found.tasks].sort(
    (a, b) => Number(Boolean(a.doneAt)) - Number(Boolean(b.doneAt)) || a.dueAt.localeCompare(b.dueAt),
  )
  const done = found.tasks.filter(({ doneAt }) => doneAt).length
  if (found.mergedInto !== null && found.tasks.length === 0) return null
  const progress = t(`${K}:tasks:progress`, { done, all: found.tasks.length })
  return (
    <section aria-labelledby="case-tasks">
      <h2 id="case-tasks">{t(`${K}:tasks:title`)}</h2>
      {found.tasks.length === 0 ? (
        <p>{t(`${K}:tasks:empty`)}</p>
      ) : (
        <div className="gov-meter">
          <progress aria-label={progress} max={found.tasks.length} value={done} />
          <span aria-hidden="true" className="gov-list__meta">
            {progress}
          </span>
        </div>
      )}
      <List>
        {sorted.map((task) => (
          <OneTask context={context} id={found.id} key={task.id} open={open} task={task} />
        ))}
      </List>
      {page.as !== 'assigned' && open ? (
        <ButtonRow>
          <ActionButton
            confirm={{
              title: t(`${K}:tasks:add`),
              text: t(`${K}:tasks:addText`),
              confirmLabel: t(`${K}:tasks:addConfirm`),
              cancelLabel: t(`${K}:action:cancel`),
              fields: [
                { name: 'words', label: t(`${K}:tasks:words`), type: 'text', required: true, maxLength: 500 },
                {
                  name: 'person',
                  label: t(`${K}:tasks:person`),
                  help: t(`${K}:tasks:personHelp`),
                  type: 'select',
                  empty: t(`${K}:tasks:nobody`),
                  options: others.map(({ ref, name }) => ({ value: ref, label: name })),
                },
                { name: 'day', label: t(`${K}:tasks:day`), type: 'date', required: true },
              ],
            }}
            done={t(`${K}:tasks:added`)}
            label={t(`${K}:tasks:add`)}
            path={`/governance/incidents/${found.id}/tasks`}
            secondary
          />
        </ButtonRow>
      ) : null}
    </section>
  )
}
