export const roles = {
  firstPerson:
    'You are the first person here, so you become Assistant Executive Director. The set-up then asks who else does what.',
  missing: {
    aed: 'Nobody is Assistant Executive Director.',
    ed: 'Nobody is Executive Director.',
    'privacy-officer': 'Nobody is the privacy contact.',
  },
}
