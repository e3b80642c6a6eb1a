export const forms = {
  heading: 'Form',
  send: 'Send',
  noticeLink: 'Before you write: how we treat what you send (privacy notice, version {{number}})',
  noticeDifference: 'What has changed in the privacy notice since you opened this page',
  kept: 'After sending you get a number and a page that says when your message will be deleted. We store neither your network address nor your browser.',
  proxy: 'I am sending this for somebody else',
  keptAnonymous:
    'After sending you get a number and a page that says when your message will be deleted. We keep the day, not the time, and nothing that could tell who you are: no address, no browser, no account.',
  danger: 'Someone may be in danger',
  dangerHelp: 'The person in charge is told at once. In an emergency, please call the number below first.',
  version: 'Version {{number}}',
  beforeGovernance: 'Received before governance',
  problem: {
    address: 'This is not a mail address.',
    characters: 'This has characters that cannot be shown.',
    choice: 'Please choose one of the options.',
    date: 'This is not a date.',
    fileAgain: 'Nothing was sent yet, so please choose the file again.',
    file: 'Send the file itself with this message. One that is already here cannot be named.',
    missing: 'Please fill this in.',
    number: 'This is not a number.',
    text: 'This must be text.',
    tooLong: 'This is too long.',
    withdrawn:
      'You withdrew your consent to this. Tick the box that asks for it to consent anew, or leave this empty.',
  },
  missing: {
    labels:
      'To be labelled: {{forms}}. These forms go on accepting, but nobody has said yet what each field is for. Open the form, say it for every field, and save.',
  },
  fault: {
    address:
      'Field “{{field}}” asks for a mail address, by which people are known: remove it, or make the form not anonymous.',
    basis:
      'Field “{{field}}” is required, so it is not voluntary: say why you may ask (service, consent, legal duty or emergency), or let people leave it empty.',
    consentBox:
      'Field “{{field}}” rests on a consent that nothing asks for: add a check box for the same purpose, on the basis of consent.',
    consentRequired: 'Field “{{field}}”: a consent that is required is not free. Let people leave it empty.',
    dataClass: 'Field “{{field}}”: say what kind of data it asks for.',
    mail: 'Mail {{field}} carries what people wrote: take the double curly braces out. The mail may say that something came; it is read here.',
    name: 'Field “{{field}}”: another field of this form has this name, or it is reserved. Give it another name.',
    notInNotice:
      'Field “{{field}}”: the privacy notice in force does not name this purpose. Choose one that it names ({{purposes}}), or publish a version that does.',
    purpose: 'Field “{{field}}”: say what it is for.',
    unknownBasis: 'Field “{{field}}”: say why you may ask.',
    why: 'Field “{{field}}”: say in one sentence why it is needed.',
  },
  export: {
    button: 'Export (CSV)',
    title: 'Take messages out as a table?',
    text: 'The file holds what people wrote. The ledger records that you took it, when, of which form, and how many messages. What is deleted here later is not deleted in the file: delete it as soon as you no longer need it.',
    form: 'Form',
    confirm: 'Export',
    cancel: 'Cancel',
    done: 'The table was exported, and the ledger says so.',
    failed: 'The table could not be exported. Check the connection and try again.',
  },
  purpose: {
    choose: 'Purposes that the privacy notice in force names (version {{number}}).',
    gone: '(not named by the notice in force)',
    none: 'The privacy notice in force names no purpose, so this form cannot accept anything yet: add one under “Promises” of the notice and publish it. Short name: a-z, 0-9, -',
    noNotice:
      'No privacy notice is in force yet. Type the short name of a purpose (a-z, 0-9, -) and name the same one under “Promises” of the notice.',
    textOnly:
      'The privacy notice in force has text only. Type a short name (a-z, 0-9, -); to choose from a list, add purposes under “Promises” of the notice and publish it.',
  },
  receipt: {
    notice: 'Privacy notice',
    purposes: 'What we use it for',
    state: 'State',
    kept: 'We have your message.',
    deleted: 'Your message has been deleted.',
    until: 'Deleted at the latest on',
  },
  desk: {
    title: 'Messages from forms',
    text: 'What people sent. Each reading is recorded.',
    item: 'Message of {{date}}',
    last: 'The newest message came in.',
  },
}
