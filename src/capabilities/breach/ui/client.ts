export { BreachForm } from './BreachForm.js'
export { PrintRegister } from './PrintRegister.js'
export { SearchForm } from './SearchForm.js'
