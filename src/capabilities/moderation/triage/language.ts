import { wordsOf } from './lists/entry.js'

export type Language = 'en' | 'fr'

/**
 * Words that only one of the two languages has, folded. Two languages of short comments are told apart better by their
 * small words than by letter statistics made for sixty (measured: docs/decisions/0022).
 */
const ENGLISH: ReadonlySet<string> = new Set(
  wordsOf(`the and of is are was were be been being you your youre yours he she they them their his her him hers it its we our
    us i my mine this that these those what which who whom whose when where why how with without from for to by at an but
    not don doesn didn isn aren wasn won can could would should will shall may might must do does did done has have had
    having if then than so very too just only all any some each every no yes like get got go going gonna come came know
    think want need make made say said see look take took give gave good bad people someone somebody anyone everyone
    nobody never always because about after before again there here out up down off over under into onto through between
    ve ll re im ive isnt dont cant wont ur u thanks thank please hello hi hey well back still even also more most much many
    such really stop shut nice love hate life time day way thing things man woman guy kid kids stupid dirty filthy dumb
    ugly old new big little first last own other another one two three today tomorrow yesterday total totally complete
    absolute bunch call called calls calling word words am let lets wanna kill die hope kick off team staff doctor nurse
    what's it's that's whats thats hes shes theyre werent bite me clinic was mother father son brother sister friend`),
)
const FRENCH: ReadonlySet<string> = new Set(
  wordsOf(`le la les un une des du de et est sont etait etaient suis es sommes etes etre ete je tu il elle nous vous ils elles
    mon ma mes ta tes sa ses notre votre nos vos leur leurs ce cet cette ces ca cela c d l j n s t m qu que qui quoi quel
    quelle quels quelles dont ou quand comment pourquoi avec sans dans sur sous pour par chez vers entre depuis pendant
    mais donc car si pas ne ni plus moins tres trop bien mal aussi encore toujours jamais rien tout toute tous toutes
    meme ai as a ont avons avez avait avais ayant fait faire fais dit dire va vas vais allez aller allons vont peut peux
    veux veut faut doit dois voir vu sait savoir merci bonjour bonsoir salut oui non ici la-bas alors apres avant parce
    quelqu personne gens monde fois jour temps vie homme femme enfant enfants espece sale sales gros grosse pauvre maudit
    maudite maudits maudites bande gang quelle ben chu chus pis moé toé moe toe moi toi lui eux soi au aux y en ouais
    svp stp quebec quebecois rendez beaucoup aujourd hui demain hier clinique medecin mere pere fils frere soeur ami
    ferme gueule yeule ton petit petite vraiment tellement juste rentre retourne pays vite train avion grande beau belle
    criss crisse ostie osti esti tabarnak tabarnac calisse caliss hostie marde merde vieux vieille bon bonne parle parles
    m'a s'est c'est t'es d'un j'ai qu'il l'a moindre quelle belle tetes tete`),
)
/** In both lists by their letters, or names and numbers: they say nothing. */
const BOTH: ReadonlySet<string> = new Set(
  wordsOf('a as on me son or an s t d m n i y la ne en es au ton car come do des but pour'),
)

/** How much this word says for English (below zero) or French (above). */
export const leaning = (word: string): number => {
  const english = ENGLISH.has(word)
  const french = FRENCH.has(word)
  if (english === french) return 0
  const by = BOTH.has(word) ? 0.25 : 1
  return english ? -by : by
}

/** Letters with accents that English does not write. */
export const ACCENTED = /[éèêëàâçùûîïôœÉÈÊÀÂÇÙÛÎÏÔŒ]/

export interface Judged {
  language: Language | null
  /** From -1 (surely English) to 1 (surely French). */
  lean: number
}

/** What the words of a stretch say together; null when they say nothing. */
export const judged = (words: readonly string[], accents: number): Judged => {
  let sum = 0
  let cues = 0
  for (const word of words) {
    const by = leaning(word)
    sum += by
    cues += Math.abs(by)
  }
  sum += accents
  cues += accents
  if (cues === 0 || sum === 0) return { language: null, lean: 0 }
  return { language: sum < 0 ? 'en' : 'fr', lean: sum / cues }
}
