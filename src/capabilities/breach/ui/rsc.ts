export { BreachDeclareView } from './BreachDeclareView.js'
export { BreachesView } from './BreachesView.js'
export { BreachRegisterView } from './BreachRegisterView.js'
export { BreachView } from './BreachView.js'
