import type { Entry } from './entry.js'

/**
 * English words. In: what is said to hurt. Out: words of the body, of health, of religion and of identity (they are
 * what a health centre talks about) and words that only hurt beside others, which are in phrases.ts.
 */
export const ENGLISH: readonly Entry[] = [
  {
    rule: 'slur',
    weight: 0.9,
    words: `nigger{,s} nigga{,s,z} nigg{uh,ah,az} nigglet{,s} sandnigger{,s} kike{,s} wetback{,s}
      raghead{,s} towelhead{,s} cameljockey{,s} gook{,s} chinaman chinamen chinky zipperhead{,s} beaner{,s}
      golliwog{,s} porchmonkey{,s} jigaboo{,s} darkie{,s} pickaninny redskin{,s} injun{,s} squaw{,s} halfbreed{,s}
      pajeet{,s} kaffir{,s} mudslime{,s} muzzie{,s} muzrat{,s} untermensch{,en} gyppo{,s} pikey{,s}
      wop{,s} dago{,s} polack{,s} heeb{,s} yid{,s}`,
  },
  {
    rule: 'slur',
    weight: 0.9,
    reclaimed: true,
    words: `faggot{,s} faggit{,s} faggy fagg{,s} fgt shemale{,s} trann{y,ies,ie} lezzie{,s} lesbo{,s}
      poofter{,s} battyboy{,s} heshe{,s} bulldyke{,s} troon{,s} carpetmuncher{,s} rugmuncher{,s} fudgepacker{,s} buttpirate{,s}`,
  },
  { rule: 'slur', weight: 0.8, only: true, reclaimed: true, words: 'fag{,s} homo{s}' },
  {
    rule: 'slur',
    weight: 0.8,
    only: true,
    name: true,
    words: 'spic{,s,k,ks} chink{,s} coon{s} jap{s} wog{,s} paki{,s}',
  },
  { rule: 'slur', weight: 0.4, only: true, name: true, reclaimed: true, words: 'dyke{,s} coon jap' },
  { rule: 'slur', weight: 0.7, only: true, reclaimed: true, words: 'retard{,s} mongoloid{,s} spaz{,zes}' },
  {
    rule: 'slur',
    weight: 0.7,
    reclaimed: true,
    words: 'retarded fucktard{,s} libtard{,s} retarted windowlicker{,s} crackwhore{,s} feminazi{,s}',
  },
  {
    rule: 'slur',
    weight: 0.5,
    words: 'schizo{,s} crackhead{,s} methhead{,s} junkie{,s} welfarequeen{,s} tweaker{,s} nutjob{,s}',
  },
  {
    rule: 'insult',
    weight: 0.8,
    words: `cunt{,s,y} cnut motherfucker{,s} mothafucka{,s} muthafucka{,s} mutherfuck{er,ers,a} motherfuck{a,as} mothafuck{er,ers} mofo{,s} cocksucker{,s} dickhead{,s}
      fuckface{,s} fuckwit{,s} fuckhead{,s} shithead{,s} shitface{,s} assface asswipe{,s} dickwad{,s} cumdump{,ster}
      cumslut{,s} whore{,s} hoebag{,s} skank{,s,y} slut{,s,ty} biatch{,es} beyotch thot{,s} scumbag{,s} stfu kys gfy fuck{you,u,yall,off}
      subhuman{,s} pedo{,s} twatwaffle{,s} bastid{,s} gtfo`,
  },
  {
    rule: 'insult',
    weight: 0.7,
    words: `asshole{,s} arsehole{,s} ahole{,s} azzhole{,s} bitch{,es,y,ass} bytch{,es} byotch biotch dumbass{,es} jackass{,es}
      asshat{,s} assclown{,s} douchebag{,s} douchecanoe dumbfuck{,s} dipshit{,s} bellend{,s} knobhead{,s} wanker{,s} tosser{,s}
      twat{,s} shitbag{,s} shitstain{,s} pisshead{,s} cuck{,s,old,olds} arsewipe{,s} numbnuts dickface{,s} pissant{,s}`,
  },
  {
    rule: 'insult',
    weight: 0.5,
    words:
      'moron{,s,ic} dimwit{,s} halfwit{,s} nitwit{,s} imbecile{,s} lardass fatass{,es} fatso{,s} idiot{,s,ic} lowlife{,s} scum loser{,s} sleazebag{,s} slimeball{,s} nincompoop{,s} simpleton{,s} pervert{,s}',
  },
  { rule: 'insult', weight: 0.5, name: true, words: 'bastard{,s}' },
  { rule: 'insult', weight: 0.5, only: true, name: true, words: 'pussy pussies wuss{,y,ies} bimbo{,s}' },
  { rule: 'insult', weight: 0.4, words: 'weirdo{,s}' },
  { rule: 'insult', weight: 0.4, only: true, name: true, words: 'dick{,s} hooker{s}' },
  {
    rule: 'profanity',
    weight: 0.35,
    words: `fuck{,s,er,ers,ed,ing,in,en,up,ups,y} fuk{,s,in,ing,er,u} fuc{,kin,king} fck{,ing,in,d} fawk{,ing} fcuk{,ing,ed} phuque fkn fking fuq
      fucc{,in,ing} phuck{ing,er} phuk{,ing} feck{ing,in} effing fvck wtf clusterfuck{,s} motherfucking mothafuckin
      shit{,s,e,ty,tier,tiest,ting,show,shows,load,hole,less,storm} sht shyt shiit bullshit{,ting,ter} horseshit batshit
      apeshit bullcrap crap{,py,s} goddamn{,it,ed} asses piss{ed,ing,off} badass smartass kickass arse{,s} bollock{,s}`,
  },
  { rule: 'profanity', weight: 0.3, only: true, words: 'ass piss crap bugger{,ed} damn{,it,ed}' },
]

/** Inside of longer words too: nothing honest holds them but the words in `HONEST`. */
export const ENGLISH_STEMS: readonly string[] = [
  'fuckyou',
  'fuckoff',
  'fuck',
  'motherf',
  'nigger',
  'nigga',
  'faggot',
  'asshole',
  'bullshit',
  'cocksuck',
  'dickhead',
]
