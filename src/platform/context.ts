import type { BasePayload, PayloadRequest } from 'payload'

/** Where a call happens: `req` only when the write shall join the caller's transaction. */
export interface Context {
  payload: BasePayload
  req?: PayloadRequest
}
