/**
 * What approvals promise, written down once more from the requirements and not from the plugin's code: it imports
 * nothing of it. A model answers whether somebody may do something now, with every reason that speaks against it,
 * and what the document is afterwards.
 */
export type Action =
  | 'approve'
  | 'confirm'
  | 'delete'
  | 'edit'
  | 'editLive'
  | 'emergency'
  | 'object'
  | 'publish'
  | 'publishByApi'
  | 'publishChanged'
  | 'requestChanges'
  | 'submit'
  | 'takedown'
  | 'unpublishByApi'
  | 'withdraw'

export interface Member {
  name: string
  roles: string[]
}

/** In both languages; an empty text says nothing. */
export interface Content {
  en: string
  fr: string
}

export interface Step {
  key: string
  roles: string[]
  approvals: number
}

export interface Rules {
  members: Member[]
  /** Who decides for whom. */
  delegates: { from: string; to: string }[]
  takedownRoles: string[]
  emergencyRoles: string[]
  /** By collection. */
  steps: Record<string, Step[]>
}

interface Review {
  state: 'approved' | 'changesRequested' | 'inReview'
  content: Content
  submittedBy: string
  step: number
  approvals: { step: string; by: string; for?: string }[]
  /** How often each author had touched the content when it was last approved. */
  touches: Map<string, number>
}

interface Afterwards {
  publishedBy: string
  wrote: string[]
}

export interface ModelDoc {
  collection: string
  draft: Content
  live: Content | null
  /** Who touched the content since it was last live, and how often. */
  touches: Map<string, number>
  review: null | Review
  afterwards: Afterwards[]
}

export interface Input {
  /** For `edit` and what writes: the new content. */
  content?: Content
  /** For approvals: whether what was seen is what is stored, and whether everything was ticked. */
  fresh?: boolean
  ticked?: boolean
  /** For everything that asks for words: whether there are any. */
  said?: boolean
}

export interface Answer {
  allowed: boolean
  /** When refused: any of these reasons is right. */
  reasons: string[]
}

const same = (a: Content | null, b: Content | null): boolean =>
  a !== null && b !== null && a.en === b.en && a.fr === b.fr
/** Every language or none: a text in one language only is half a promise. */
const complete = ({ en, fr }: Content): boolean => (en === '') === (fr === '')

export const newDoc = (collection: string, content: Content, author: string): ModelDoc => ({
  collection,
  draft: content,
  live: null,
  touches: new Map([[author, 1]]),
  review: null,
  afterwards: [],
})

export class Model {
  constructor(private readonly rules: Rules) {}

  private rolesOf(name: string): string[] {
    return this.rules.members.find((member) => member.name === name)?.roles ?? []
  }
  private holds(name: string, roles: string[]): boolean {
    return this.rolesOf(name).some((role) => roles.includes(role))
  }
  private lenders(name: string): string[] {
    return this.rules.delegates.filter(({ to }) => to === name).map(({ from }) => from)
  }

  /** Why this person cannot decide: no role of their own or lent, wrote it, acts for who wrote it, or did already. */
  private against(who: string, roles: string[], wrote: string[], counted: Review['approvals']): string[] {
    const lenders = this.lenders(who)
    const lent = lenders.filter((name) => this.holds(name, roles))
    const own = this.holds(who, roles)
    const reasons: string[] = []
    if (!own && lent.length === 0) reasons.push('notAllowed')
    if ([who, ...lenders].some((name) => wrote.includes(name))) reasons.push('separationOfDuties')
    const used = (name: string): boolean => counted.some((one) => one.by === name || one.for === name)
    if (used(who) || (!own && lent.length > 0 && lent.every(used))) reasons.push('alreadyDecided')
    return reasons
  }
  private inWhoseName(who: string, step: Step, counted: Review['approvals']): string | undefined {
    if (this.holds(who, step.roles)) return undefined
    return this.lenders(who).find(
      (name) => this.holds(name, step.roles) && !counted.some((one) => one.by === name || one.for === name),
    )
  }
  private steps(doc: ModelDoc): Step[] {
    return this.rules.steps[doc.collection]!
  }
  private wrote(doc: ModelDoc): string[] {
    return [...doc.touches.keys(), ...(doc.review ? [doc.review.submittedBy] : [])]
  }

  /** Approved, by all or by the first of several, and changed since. */
  private isVoid({ state, approvals, content }: Review, draft: Content): boolean {
    if (same(content, draft)) return false
    return state === 'approved' || (state === 'inReview' && approvals.length > 0)
  }

  /** Said of a document in one word, as its panel says it. */
  state(doc: ModelDoc): string {
    if (doc.review && this.isVoid(doc.review, doc.draft)) return 'void'
    if (doc.review) return doc.review.state
    return same(doc.live, doc.draft) ? 'live' : 'draft'
  }

  /** @returns the answer; a document changes only when it is allowed (or a used-up approval is noticed). */
  act(doc: ModelDoc, who: string, action: Action, input: Input = {}): Answer {
    const reasons = this.reasons(doc, who, action, input)
    if (this.touchesLive(action, doc, reasons)) this.settle(doc)
    if (reasons.length > 0) return { allowed: false, reasons }
    this.apply(doc, who, action, input)
    return { allowed: true, reasons: [] }
  }

  /** The same question without the deed. */
  may(doc: ModelDoc, who: string, action: Action, input: Input = {}): boolean {
    return this.reasons(doc, who, action, input).length === 0
  }

  private reasons(doc: ModelDoc, who: string, action: Action, input: Input): string[] {
    const { review } = doc
    const reasons: string[] = []
    const because = (wrong: boolean, ...codes: string[]): void => {
      if (wrong) reasons.push(...codes)
    }
    switch (action) {
      // A draft is everybody's who may edit; this site lets all of staff.
      case 'edit':
        return []
      // Without a word about drafts it would change, or remove, what visitors see.
      case 'editLive':
        because(doc.live !== null, 'takedownNeeded', 'approvalMissing', 'approvalVoid')
        return reasons
      case 'submit':
        because(same(doc.live, doc.draft), 'stateConflict')
        because(!complete(doc.draft), 'translationMissing')
        because(review?.state === 'inReview' && !this.isVoid(review, doc.draft), 'stateConflict')
        because(review?.state === 'approved' && same(review.content, doc.draft), 'stateConflict')
        return reasons
      case 'approve': {
        because(!complete(doc.draft), 'translationMissing')
        if (!review) return [...reasons, 'notFound']
        because(review.state === 'approved', 'alreadyDecided')
        because(review.state === 'changesRequested', 'stateConflict', 'alreadyDecided')
        const step = this.steps(doc)[review.step]
        const counted = review.approvals.filter(({ step: key }) => key === step?.key)
        const roles = step?.roles ?? this.steps(doc).flatMap((one) => one.roles)
        reasons.push(...this.against(who, roles, this.wrote(doc), counted))
        because(!input.ticked, 'missingAttestation')
        because(!input.fresh, 'approvalVoid')
        because(review.approvals.length > 0 && !same(review.content, doc.draft), 'approvalVoid')
        return reasons
      }
      case 'requestChanges': {
        because(!input.said, 'invalidInput')
        if (!review) return [...reasons, 'notFound']
        because(review.state === 'changesRequested', 'alreadyDecided')
        const step = this.steps(doc)[review.step]
        const roles = step?.roles ?? this.steps(doc).flatMap((one) => one.roles)
        reasons.push(...this.against(who, roles, this.wrote(doc), []))
        return reasons
      }
      case 'withdraw': {
        if (!review) return ['notFound']
        const roles = this.steps(doc).flatMap((one) => one.roles)
        because(review.submittedBy !== who && !this.holds(who, roles), 'notAllowed')
        return reasons
      }
      case 'publish':
        if (review?.state !== 'approved') return ['approvalMissing']
        because(!same(review.content, doc.draft), 'approvalVoid')
        return reasons
      case 'publishByApi':
        // What is live already may be published again: nothing changes.
        if (same(doc.live, doc.draft)) return []
        if (review?.state !== 'approved') return ['approvalMissing']
        because(!same(review.content, doc.draft), 'approvalVoid', 'approvalMissing')
        return reasons
      case 'publishChanged':
        return ['approvalMissing', 'approvalVoid']
      case 'takedown':
        because(!this.holds(who, this.rules.takedownRoles), 'notAllowed')
        because(!input.said, 'invalidInput')
        because(doc.live === null, 'stateConflict')
        return reasons
      case 'unpublishByApi':
      case 'delete':
        because(doc.live !== null, 'takedownNeeded')
        return reasons
      case 'emergency':
        because(!this.holds(who, this.rules.emergencyRoles), 'notAllowed')
        because(!input.said, 'invalidInput')
        because(same(doc.live, doc.draft), 'stateConflict')
        return reasons
      case 'confirm':
      case 'object': {
        because(action === 'object' && !input.said, 'invalidInput')
        because(action === 'confirm' && !input.ticked, 'missingAttestation')
        const [oldest] = doc.afterwards
        if (!oldest) return [...reasons, 'notFound']
        const roles = [
          ...this.rules.emergencyRoles,
          ...Object.values(this.rules.steps)
            .flat()
            .flatMap((s) => s.roles),
        ]
        const wrote = [oldest.publishedBy, ...oldest.wrote, ...doc.touches.keys()]
        reasons.push(...this.against(who, roles, wrote, []))
        return reasons
      }
    }
  }

  /** An approval of what is live already is used up when somebody writes the live document, or tries to. */
  private touchesLive(action: Action, doc: ModelDoc, reasons: string[]): boolean {
    if (doc.live === null) return false
    if (action === 'takedown' || action === 'publish') return reasons.length === 0
    return ['editLive', 'publishByApi', 'publishChanged', 'unpublishByApi'].includes(action)
  }
  settle(doc: ModelDoc): void {
    if (doc.review?.state === 'approved' && same(doc.review.content, doc.live)) this.wentLive(doc, doc.review)
  }

  /** Authors of what went live are done; who touched it after its approval wrote something else. */
  private wentLive(doc: ModelDoc, review: Review): void {
    for (const [author, count] of doc.touches)
      if (review.touches.get(author) === count) doc.touches.delete(author)
    doc.review = null
  }

  private apply(doc: ModelDoc, who: string, action: Action, input: Input): void {
    const { review } = doc
    switch (action) {
      case 'edit':
      case 'editLive':
        // A save that changes nothing makes nobody an author and voids nothing.
        if (!input.content || same(input.content, doc.draft)) return
        doc.draft = input.content
        doc.touches.set(who, (doc.touches.get(who) ?? 0) + 1)
        return
      case 'submit':
        doc.review = {
          state: 'inReview',
          content: doc.draft,
          submittedBy: who,
          step: 0,
          approvals: [],
          touches: new Map(),
        }
        return
      case 'approve': {
        const step = this.steps(doc)[review!.step]!
        const counted = review!.approvals.filter(({ step: key }) => key === step.key)
        const lender = this.inWhoseName(who, step, counted)
        review!.approvals.push({ step: step.key, by: who, ...(lender ? { for: lender } : {}) })
        review!.content = doc.draft
        review!.touches = new Map(doc.touches)
        if (counted.length + 1 < step.approvals) return
        review!.step += 1
        if (review!.step === this.steps(doc).length) review!.state = 'approved'
        return
      }
      case 'requestChanges':
        review!.state = 'changesRequested'
        return
      case 'withdraw':
        doc.review = null
        return
      case 'publish':
      case 'publishByApi':
        if (same(doc.live, doc.draft)) return
        doc.live = doc.draft
        this.wentLive(doc, review!)
        return
      case 'takedown':
        doc.live = null
        return
      case 'delete':
      case 'unpublishByApi':
      case 'publishChanged':
        return
      case 'emergency':
        doc.afterwards.push({ publishedBy: who, wrote: [...doc.touches.keys()] })
        doc.live = doc.draft
        doc.touches.clear()
        doc.review = null
        return
      case 'confirm':
      case 'object':
        doc.afterwards.shift()
    }
  }
}

export type Language = 'en' | 'fr'
/** A document whose languages are decided on and published by themselves: a text of its own each. */
export type ModelPair = Record<Language, ModelDoc>

/** A text in one language, as the model of a whole document says it. */
export const oneText = (text: string): Content => ({ en: text, fr: text })

export const newPair = (collection: string, text: string, author: string): ModelPair => ({
  en: newDoc(collection, oneText(text), author),
  // There from the first save on, with nothing in it.
  fr: newDoc(collection, oneText(''), author),
})

/** The same promises for each language; what goes, goes as a whole. */
export class PairModel {
  private readonly one: Model
  constructor(rules: Rules) {
    this.one = new Model(rules)
  }

  state(pair: ModelPair, language: Language): string {
    return this.one.state(pair[language])
  }
  may(pair: ModelPair, language: Language, who: string, action: Action, input: Input = {}): boolean {
    if (action === 'delete') return pair.en.live === null && pair.fr.live === null
    return this.one.may(pair[language], who, action, input)
  }
  act(pair: ModelPair, language: Language, who: string, action: Action, input: Input = {}): Answer {
    const allowed = this.may(pair, language, who, action, input)
    if (action === 'delete') return { allowed, reasons: allowed ? [] : ['takedownNeeded'] }
    const other = pair[language === 'en' ? 'fr' : 'en']
    const tries = ['editLive', 'publishByApi', 'publishChanged', 'unpublishByApi'].includes(action)
    const writes = tries || (allowed && ['emergency', 'publish', 'takedown'].includes(action))
    // Whoever writes a live document finds what was approved of it and is live already.
    if (writes && other.live !== null) this.one.settle(other)
    const answer = this.one.act(pair[language], who, action, input)
    if (action === 'takedown' && answer.allowed) other.live = null
    return answer
  }
}
