/** Closed list of refusals, each with the HTTP status it is answered with. */
export const ERROR_STATUS = {
  // who
  notSignedIn: 401,
  notAllowed: 403,
  separationOfDuties: 403,
  conflictOfInterest: 403,
  raisesOneself: 403,
  lastHolder: 409,
  // what was sent
  invalidInput: 400,
  missingAttestation: 400,
  translationMissing: 400,
  mediaRights: 400,
  formNotLabelled: 400,
  tooLarge: 400,
  tooFast: 429,
  notFound: 404,
  receiptUnknown: 404,
  addressUnreadable: 400,
  // the state of things
  stateConflict: 409,
  alreadyDecided: 409,
  claimedByOther: 409,
  changedSinceRead: 409,
  approvalMissing: 403,
  approvalVoid: 409,
  takedownNeeded: 403,
  fileIsLive: 403,
  appendOnly: 403,
  immutable: 403,
  noNoticeInForce: 409,
  noticeChanged: 409,
  formClosed: 409,
  purposeNotNamed: 409,
  consentWithdrawn: 409,
  underHold: 409,
  datedForDeletion: 403,
  deletedWithFootprint: 403,
  beingDeleted: 409,
  setupIncomplete: 409,
  leaseLost: 409,
  clockWrong: 409,
  restoredFromBackup: 503,
  // the host's configuration
  invalidOption: 500,
} as const

export type ErrorCode = keyof typeof ERROR_STATUS

/**
 * The one error type. `message` is an English sentence; translated answers use `code` and `params`
 * (`governance:error:<code>`). `isPublic` lets Payload show the sentence instead of "Something went wrong".
 */
export class GovernanceError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly isPublic = true
  readonly isOperational = true
  /** Machine readable details: never personal data. */
  readonly data: Record<string, unknown>
  /** Values for the placeholders of the translated sentence. */
  readonly params: Record<string, string>

  constructor(
    code: ErrorCode,
    message: string,
    params: Record<string, string> = {},
    data: Record<string, unknown> = {},
  ) {
    super(message)
    this.name = 'GovernanceError'
    this.code = code
    this.status = ERROR_STATUS[code]
    this.params = params
    this.data = { code, ...data }
  }
}

/** True for refusals of this plugin, also across duplicated module instances. */
export const isGovernanceError = (error: unknown): error is GovernanceError =>
  error instanceof Error && error.name === 'GovernanceError' && 'code' in error

/** Thrown at start: names the option, what is wrong and what to write instead. */
export const invalidOption = (option: string, why: string): GovernanceError =>
  new GovernanceError('invalidOption', `payload-plugin-governance: option \`${option}\` ${why}`, {
    option,
    why,
  })

const KB = 1024

/** More was sent than is taken; the limit is in bytes. */
export const tooLarge = (limit: number): GovernanceError => {
  const isMany = limit >= KB * KB
  const shown = String(Math.floor(limit / (isMany ? KB * KB : KB)))
  const prefix = isMany ? 'M' : 'K'
  return new GovernanceError('tooLarge', `This is too long. At most ${shown} ${prefix}B can be sent.`, {
    limit: shown,
    prefix,
  })
}

/** The same for what is not there and for what this person may not see: nobody learns which. */
export const doesNotExist = (): GovernanceError =>
  new GovernanceError('notFound', 'This does not exist, or you may not see it.')

/** What was read is not what is there any more: whoever reads it again may go on. */
export const changedMeanwhile = (): GovernanceError =>
  new GovernanceError(
    'changedSinceRead',
    'Somebody else changed this at the same moment. Reload and try again.',
  )
