export { CommentStateCell, CommentStateField } from './CommentState.js'
export { ModerationQueue } from './ModerationQueue.js'
