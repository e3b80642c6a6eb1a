import type { Entry } from './entry.js'

/**
 * French words, those of Quebec included. Out, as in English: the body, health, identity, and what hurts only beside
 * other words (sale, gros, cochon, pédale…), which is in phrases.ts.
 */
export const FRENCH: readonly Entry[] = [
  {
    rule: 'slur',
    weight: 0.9,
    words: `bougnoul{,e,es,s} bicot{,s} bamboula{s} negresse{,s} negrillon{,s} chinetoque{,s} chinetok{,s} chintok{,s}
      niakoue{,e,s,es} niak{,s} niaque{s} youpin{,e,s,es} youtre{,s} crouille{,s} kawish{,es} kaouiche{,s}
      travelo{,s} tarlouze{,s} tantouze{,s} tafiole{,s} taffiole{,s} goudou{,s} enturbanne{,s}
      espingouin{,s} romanichel{,le,s,les} gouinasse{,s} tantouse{,s}`,
  },
  { rule: 'slur', weight: 0.9, reclaimed: true, words: 'gouine{,s}' },
  {
    rule: 'slur',
    weight: 0.8,
    name: true,
    only: true,
    words: 'negre{,s} negro{,s} noiraud{,e,s,es} polak{,s} polaque{s} gogol{,e,s}',
  },
  {
    rule: 'slur',
    weight: 0.7,
    only: true,
    reclaimed: true,
    words: 'pede{,s} pd{,s} fif{,s} tapette{,s} moumoune{,s} fifure{,s} tarla{,s}',
  },
  { rule: 'slur', weight: 0.7, words: 'triso{,s} mongolito{,s} gogolito{,s} femelette{,s} bouniol{,e,s}' },
  { rule: 'slur', weight: 0.4, only: true, words: 'boche{s} schleu{,s} rital{,s} newfie{,s}' },
  {
    rule: 'insult',
    weight: 0.8,
    words: `encule{,e,s,es,r} ancule{,s} enkule{,s} enculeur{,s} salope{,s} saloppe{,s} sallope{,s} salop{,s} fdp ntm
      filsdepute vtff ncule{,s} tagueule trouduc{,s} trouducul{,s} troudcul{,s} troudeq sousmerde{,s} connasse{,s} conasse{,s} petasse{,s} poufiasse{,s}
      pouffiasse{,s} salopard{,s} couillemolle suceuse{,s} mangeuxdemarde mangemarde salaupe{,s}`,
  },
  {
    rule: 'insult',
    weight: 0.7,
    words: `connard{,e,s,es} conard{,s} konnard{,s} konar{,s} connar{,s} connards salaud{,s} enfoire{,e,s,es} guedaille{,s} branleur{,s} branleuse{,s} crosseur{,s} crosseuse{,s} couillon{,s} couillonne
      abruti{,e,s,es} plotte{,s} guidoune{,s} garce{s} bouffonne{,s} clodo{,s} grognasse{,s} tetedenoeud crevard{,e,s} raclure{,s}
     `,
  },
  {
    rule: 'insult',
    weight: 0.7,
    only: true,
    words: 'pute{,s} putte{,s} batard{,e,s,es} garce tg',
    name: true,
  },
  {
    rule: 'insult',
    weight: 0.5,
    only: true,
    words: 'imbecile{,s} idiot{,e,s,es} conne{,s} cretin{,e,s,es} bouffon{,s} taree{s} tares gueux',
  },
  {
    rule: 'insult',
    weight: 0.5,
    words: `gnochon{,ne,s} facho{,s} niaiseux niaiseuse{,s} toton{,s} teteux teteuse{,s} licheux epaisse{s} ticoune{,s}
      debilos enflure{,s} tocard{,e,s} boloss{,e} teube neuneu{,s} gourdasse{,s} crasseux vaurien{,ne,s} zouf{,s}`,
  },
  {
    rule: 'insult',
    weight: 0.4,
    only: true,
    words: 'con{,s} cocu{,e,s,es} debile{,s} nono{,te,s} racaille{,s} minable{,s} charogne{,s}',
    name: true,
  },
  { rule: 'sexual', weight: 0.5, only: true, words: 'bite{,s} zob{,s} teub{,s}' },
  {
    rule: 'profanity',
    weight: 0.35,
    words: `merde{,s,r,ux,use} merdique{,s} marde{,s} mardeux putain{,s} ptain foutre foutaise{,s} chier chiant{,e,s,es}
      emmerde{,r,s,nt,ur,urs,ment} emmerdant{,e} couille{,s} bordel connerie{,s} saloperie{,s} enculerie{,s} nyque{,r} niquer niques
      decalisse{,r} decrisse{,r}`,
  },
  { rule: 'profanity', weight: 0.3, only: true, words: 'cul{,s} pisser' },
  // Sacres: words of the church as oaths. Written as the oath is said; the honest spelling (calice, tabernacle, hostie,
  // sacrement, ciboire, calvaire) counts only where it swears (phrases.ts).
  {
    rule: 'sacre',
    weight: 0.2,
    words: `tabarnak{,s} tabarnac{,s} tabarnack tabarnaque tabarnik tabarnouche{,s} tabarouette tabarslak tabarnane tbk tabarnacle
      calisse{,s,r} kalisse{,s} caliss kaliss calisser calissement calique calvass ostifie ostifi tabarnakement calvince calvasse
      crisse{,s,r,z} criss krisse kriss criff crimepof crissement cristi ostie{,s} osti{,s} astie estie{,s} esti
      stie ciboere cibouere ciboaque ciboile cibole jeriboire simonac simonak simonaque viarge{,s} sacramant sacrament sacrabe
      torrieu torvis batinse baptime batince maudine maudasse mautadit{,e,s} mautadine
      bonyeu bonyenne tabeurn tabernak tabernac`,
  },
]

/** Inside of longer words too. */
export const FRENCH_STEMS: readonly string[] = [
  'connard',
  'encule',
  'enkule',
  'salopard',
  'tabarnak',
  'tabarnac',
  'filsdepute',
  'bougnoul',
]
