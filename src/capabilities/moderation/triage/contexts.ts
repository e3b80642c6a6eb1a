import { wordsOf } from './lists/entry.js'
import type { Token } from './token.js'

/** What stands around a word and makes it weigh less; each over the words of one sentence. */

const set = (list: string): ReadonlySet<string> => new Set(wordsOf(list))

const SELF = set('i im je j chu we nous')
/** Between "I" and what somebody says of themselves. */
const OF_SELF =
  set(`am m was were re feel felt feeling look looked sound be been being have ve ll will such a an the so really
  just like total complete absolute stupid dumb silly big old little bit of probably maybe also kind sort always often sometimes
  suis etais etait ai ete me sens sentais trouve fais l air d de un une vraiment trop tellement bien pas si assez gros grosse pauvre
  vieux vieille petit petite comme toujours souvent parfois ben juste sommes ostie osti maudit maudite espece sacre sacree`)

/** "I'm such an idiot", "je me sens trop conne", "idiot that I am". */
export const isOfSelf = (tokens: readonly Token[], from: number, to: number): boolean => {
  for (let at = from - 1; at >= 0 && from - at <= 8; at -= 1) {
    if (tokens[at + 1]!.parted !== 0) break
    const { word } = tokens[at]!
    if (SELF.has(word) || (word === 'am' && at + 1 < tokens.length)) return true
    if (!OF_SELF.has(word)) break
  }
  const [that, who, am] = [0, 1, 2].map((step) => tokens[to + step]?.word ?? '')
  if (/^(?:i|je|j)$/.test(that!) && /^(?:am|was|fais|suis|etais)$/.test(who!)) return true
  return /^(?:that|que)$/.test(that!) && /^(?:i|je)$/.test(who!) && /^(?:am|was|suis|etais)$/.test(am!)
}

/** Also what an animal is called, by itself or with its size. */
const ANIMALS =
  set(`bitch{,es} bastard{,s} batard{,e,s,es} chienne{,s} vache{,s} truie{,s} cochon{,ne,s} porc{,s} chien{,s} rat{,s} singe{,s}
  bete{,s} cow{,s} pig{,s} dog{,s} rat monkey{,s} ass asses pussy cock{,s}`)
const SIZES =
  set(`gros grosse{,s} vieux vieille{,s} petit{,e,s,es} pauvre{,s} belle{,s} beau old fat big little poor young la le les une un
  the a`)
/** Who keeps, breeds or treats animals says so. */
const KEEPING =
  set(`dog{,s} puppy puppies pup{,s} kennel{,s} breed breeder litter spayed neutered vet vets veterinarian labrador{,s}
  retriever{,s} terrier{,s} husky collie beagle poodle chihuahua leash farm barn herd calf calves milking donkey pony
  chien{,s} chiot{,s} caniche veterinaire elevage eleveur ferme fermier troupeau vele veau{,x} etable laisse croise{,e} sterilise{,e}
  portee enclos lait traire`)
const ADDRESSED = set('you your youre u ur yall tu toi te t vous ta ton tes vos votre')
const LIKE = set('like comme as')

/** "Our bitch is spayed", "la grosse vache de la ferme": said of an animal, and to nobody. */
export const isOfAnimal = (tokens: readonly Token[], from: number, to: number): boolean => {
  const said = tokens.slice(from, to)
  if (!said.some(({ word }) => ANIMALS.has(word))) return false
  if (said.some(({ word, disguised }) => disguised || !(ANIMALS.has(word) || SIZES.has(word)))) return false
  let kept = false
  const look = (at: number): boolean => {
    const { word } = tokens[at]!
    if (ADDRESSED.has(word)) return false
    const before = tokens[at - 1]?.word ?? ''
    const further = tokens[at - 2]?.word ?? ''
    if (KEEPING.has(word) && !LIKE.has(before) && !LIKE.has(further)) kept = true
    return true
  }
  for (let at = from - 1; at >= 0 && from - at <= 8 && tokens[at + 1]!.parted !== 2; at -= 1)
    if (!look(at)) return false
  for (let at = to; at < tokens.length && at - to < 8 && tokens[at]!.parted !== 2; at += 1)
    if (!look(at)) return false
  return kept
}

const BEFORE_NOUN =
  set(`a an the you u your ur youre yall this that these those such what some of like is are re s was were fucking
  fuckin stupid dumb little big complete total absolute utter old fat ugly called called same another every worthless dirty and`)

/** "Antioxidants retard spoilage", "it can retard growth": a verb between what does it and what it is done to. */
export const isVerb = (tokens: readonly Token[], at: number): boolean => {
  const [before, here, after] = [tokens[at - 1], tokens[at]!, tokens[at + 1]]
  if (!/^retards?$/.test(here.word) || !before || !after) return false
  return here.parted === 0 && after.parted === 0 && !BEFORE_NOUN.has(before.word) && after.word.length > 2
}
