import { en } from './en/index.js'
import { fr } from './fr/index.js'

export const translations = { en, fr }
