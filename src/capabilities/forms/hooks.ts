import type { CollectionConfig, PayloadRequest } from 'payload'

import { GovernanceError } from '../../kernel/errors.js'
import { refOf } from '../../kernel/ref.js'
import { actorOf } from '../../platform/actor.js'
import { readingOf } from '../../platform/reading.js'
import { isOpenTransaction } from './bindings.js'
import { cleanFiles } from './cleaning.js'
import { type Desk, isAwaited, shownTo } from './context.js'
import { acceptedUnder, dayOf, isAnonymous, mustKnow } from './declared.js'
import { type FormShape, readAnswers, refuseProblems } from './domain.js'
import { dropRefusedFiles, refuseBarred, sentWithoutConsent } from './grounds.js'
import { sentByNobody } from './nobody.js'
import { recordOf, refuseUnwieldy } from './sent.js'
import { forgetForm, formOf, namedForm, recordReading } from './store.js'

type Hooks = NonNullable<CollectionConfig['hooks']>

/** A person's reading, versions and conditions included, is on the ledger before the answer leaves. */
export const logReading =
  (slug: string): NonNullable<Hooks['afterOperation']>[number] =>
  async ({ args, operation, req, result }) => {
    const reading = req.user ? readingOf(operation, args, result) : null
    if (reading) {
      const at = (await isOpenTransaction(req)) ? { payload: req.payload, req } : { payload: req.payload }
      await recordReading(at, actorOf(req), slug, reading.ids, reading.facts)
    }
    return result
  }

/** Before files are stored or anything else is written. */
export const refuseEarly =
  (desk: Desk, slug: string): NonNullable<Hooks['beforeOperation']>[number] =>
  async ({ args, operation, req }) => {
    if (operation !== 'create') return args
    const at = { payload: req.payload, req }
    if (!isAwaited(req)) forgetForm(req)
    const given = ('data' in args ? args.data : undefined) as Record<string, unknown> | undefined
    if (req.payloadAPI !== 'local') refuseUnwieldy(given)
    const form = await namedForm(desk, at, slug, given ?? {})
    const current = await acceptedUnder(desk, at, slug, form)
    await mustKnow(desk, at, { collection: slug, form, current, shown: shownTo(req) })
    const anonymous = isAnonymous(desk, slug, form)
    const sent = recordOf(given?.submissionData)
    const dropped = dropRefusedFiles(desk, req, form as FormShape | null, sent)
    const named = [...dropped, ...Object.keys(req.payloadAPI === 'local' ? sent : {})]
    await cleanFiles(req, { form: form as FormShape | null, named, nameless: anonymous })
    const asked = anonymous ? await sentByNobody(args, slug) : args
    // When it was received is for the server's clock to say; the host's own code may import older ones.
    if (req.payloadAPI === 'local' || !('data' in asked)) return asked
    // So is which files came with it.
    const {
      createdAt: _created,
      updatedAt: _updated,
      submissionUploads: _uploads,
      ...data
    } = asked.data as Record<string, unknown>
    return { ...asked, data } as typeof args
  }

/** The form that files are sent with, and their day where no time is kept. */
export const markFor =
  (desk: Desk, slug: string) => async (req: PayloadRequest, data: Record<string, unknown>) => {
    const form = await namedForm(desk, { payload: req.payload, req }, slug, data)
    if (!form) return null
    const day = dayOf(desk, req.payload, slug, form)
    return { form: refOf(desk.options.forms, form.id), day, shape: form as FormShape }
  }

/** Keeps what the form declares, as text, within limits; drops the rest. */
export const cleanAnswers =
  (desk: Desk): NonNullable<Hooks['beforeValidate']>[number] =>
  async ({ data, operation, req }) => {
    if (operation !== 'create' || !data) return data
    const form = await formOf(desk, { payload: req.payload, req }, data.form)
    if (!form)
      throw new GovernanceError(
        'invalidInput',
        'There is no such form.',
        { field: 'form' },
        { field: 'form' },
      )
    const given = recordOf(data.submissionData)
    const { limits } = desk.options
    const ownCode = req.payloadAPI === 'local'
    const { values, problems } = readAnswers(form as FormShape, given, { ...limits, ownCode })
    refuseProblems(problems, (form as FormShape).fields)
    await refuseBarred(desk, req, form, values)
    const refused = sentWithoutConsent(desk, { payload: req.payload }, form as FormShape, values)
    return { ...data, submissionData: values.filter(({ field: name }) => !refused.includes(name)) }
  }
