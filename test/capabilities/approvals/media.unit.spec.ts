import type { Config } from 'payload'
import { describe, expect, it } from 'vitest'

import { mediaCollectionsIn } from '../../../src/capabilities/approvals/mediaFields.js'
import { graveProblemsOf, problemsOf, type Rights } from '../../../src/capabilities/approvals/mediaRights.js'
import { sanitizeApprovals } from '../../../src/capabilities/approvals/options.js'
import { checkedAddress, postingOf } from '../../../src/capabilities/approvals/posting.js'
import { type GovernanceOptions, governancePlugin } from '../../../src/index.js'
import { hasCollection } from '../../../src/platform/merge.js'

const rules = {
  now: new Date('2026-03-02T15:00:00.000Z'),
  timeZone: 'America/Toronto',
  licences: ['own', 'bought'],
}
const good: Rights = { source: 'Ann', licence: 'own' }

describe('the rights to a medium', () => {
  it('are in order with a source and a licence without end', () => {
    expect(problemsOf(good, rules)).toEqual([])
  })

  it.each<[string, Rights | null, string[]]>([
    ['nothing at all', null, ['licence', 'source']],
    ['texts of spaces', { source: ' ', licence: ' ' }, ['licence', 'source']],
    ['a licence that the site does not know', { ...good, licence: 'found-it' }, ['licence']],
    ['a last day that is over', { ...good, expiresAt: '2026-03-01T12:00:00.000Z' }, ['expired']],
    ['a last day that cannot be read', { ...good, expiresAt: 'soon' }, ['expired']],
    ['a last day that is today', { ...good, expiresAt: '2026-03-02T12:00:00.000Z' }, ['expiring']],
    ['a last day in 30 days', { ...good, expiresAt: '2026-04-01T12:00:00.000Z' }, ['expiring']],
    ['a last day in 31 days', { ...good, expiresAt: '2026-04-02T12:00:00.000Z' }, []],
    ['people who did not consent', { ...good, consent: 'no' }, ['consent']],
    ['nobody who could consent', { ...good, consent: 'notApplicable' }, []],
  ])('with %s', (_what, rights, problems) => {
    expect(problemsOf(rights, rules)).toEqual(problems)
  })

  it('hold until the last day is over in the time zone of the organization', () => {
    const rights = { ...good, expiresAt: '2026-03-02T12:00:00.000Z' }
    const at = (now: string) => problemsOf(rights, { ...rules, now: new Date(now) })
    expect(at('2026-03-03T04:59:00.000Z')).toEqual(['expiring'])
    expect(at('2026-03-03T05:00:00.000Z')).toEqual(['expired'])
  })

  it('stand in the way of a publication without a licence in force, or without consent, and for nothing less', () => {
    const of = (rights: Rights) => graveProblemsOf(rights, rules)
    expect(of({ licence: 'own' })).toEqual([])
    expect(of({ ...good, expiresAt: '2026-03-05T12:00:00.000Z' })).toEqual([])
    expect(of({ source: 'Ann' })).toEqual(['licence'])
    expect(of({ ...good, expiresAt: '2026-02-05T12:00:00.000Z', consent: 'no' })).toEqual([
      'expired',
      'consent',
    ])
  })
})

describe('the collections of media', () => {
  const upload = (slug: string, more: object | true = {}) => ({ slug, upload: more, fields: [] })
  const config = {
    collections: [
      upload('media'),
      upload('anything', true),
      upload('films', { mimeTypes: ['video/mp4'] }),
      upload('papers', { mimeTypes: ['application/pdf'] }),
      upload('exports', { hideFileInputOnCreate: true }),
      upload('attachments'),
      { slug: 'posts', fields: [] },
    ],
  } as unknown as Config
  const found = (options: Parameters<typeof sanitizeApprovals>[0]) =>
    mediaCollectionsIn(config, sanitizeApprovals(options).media, ['attachments'])

  it('are those that pictures, sound and video can be in, and not what visitors sent', () => {
    expect(found({})).toEqual(['media', 'anything', 'films'])
    expect(found({ media: { collections: ['papers'] } })).toEqual(['papers'])
    expect(found({ media: false })).toEqual([])
  })

  it('are named, or the site does not start', () => {
    expect(() => found({ media: { collections: ['posts'] } })).toThrow(
      /approvals\.media\.collections.*"posts"/,
    )
  })
})

describe('options of social media posts and media', () => {
  it.each<[string, object]>([
    ['approvals.socialPosts', { socialPosts: 'on' }],
    ['approvals.socialPosts.network', { socialPosts: { network: [] } }],
    ['approvals.socialPosts.networks', { socialPosts: { networks: [] } }],
    ['approvals.socialPosts.networks[0].value', { socialPosts: { networks: [{ value: 'The Fediverse' }] } }],
    ['approvals.socialPosts.networks[0].label', { socialPosts: { networks: [{ value: 'x' }] } }],
    [
      'approvals.socialPosts.networks',
      {
        socialPosts: {
          networks: [
            { value: 'x', label: { en: 'X', fr: 'X' } },
            { value: 'x', label: { en: 'Y', fr: 'Y' } },
          ],
        },
      },
    ],
    ['approvals.media', { media: [] }],
    ['approvals.media.enforced', { media: { enforced: true } }],
    ['approvals.media.enforce', { media: { enforce: 'yes' } }],
    ['approvals.media.licences[0].value', { media: { licences: [{ value: '©' }] } }],
  ])('names %s when it is wrong', (option, options) => {
    expect(() => sanitizeApprovals(options as never)).toThrow(`\`${option}\``)
  })

  it('are on, report and do not enforce, without any option', () => {
    const { social, media } = sanitizeApprovals()
    expect(social).toMatchObject({ on: true, media: undefined })
    expect(social.networks.map(({ value }) => value)).toContain('mastodon')
    expect(media).toMatchObject({ on: true, enforce: false })
  })
})

describe('a social media post', () => {
  const now = new Date('2026-03-02T15:00:00.000Z')
  const row = (more: object) => ({ id: 1, _status: 'published', ...more })

  it('is to be posted once it is live here, and due when its time has come', () => {
    expect(postingOf(row({ _status: 'draft' }), now).state).toBe('draft')
    expect(postingOf(row({}), now).state).toBe('ready')
    expect(postingOf(row({ plannedAt: '2026-03-02T15:00:01.000Z' }), now).state).toBe('ready')
    expect(postingOf(row({ plannedAt: now.toISOString() }), now).state).toBe('due')
    expect(postingOf(row({ postedAt: now.toISOString() }), now).state).toBe('posted')
  })

  it.each([
    'http://social.example/1',
    'javascript:alert(1)',
    'social.example/1',
    'https://a:b@social.example',
  ])('is not at %s', (address) => {
    expect(() => checkedAddress(address)).toThrow(/https/)
  })

  it('has one collection, also where the host spells it in another way', () => {
    const host = (slug: string) => ({ collections: [{ slug, fields: [] }] }) as unknown as Config
    expect(hasCollection(host('socialPosts'), 'social-posts')).toBe(true)
    expect(hasCollection(host('social-posts-archive'), 'social-posts')).toBe(false)
  })
})

describe('what is added to the schema', () => {
  const schema = async (options: GovernanceOptions, more: object[] = []) => {
    const config = await governancePlugin(options)({
      secret: 'x',
      db: { init: () => ({}) },
      collections: [
        { slug: 'users', auth: true, fields: [] },
        { slug: 'media', upload: true, fields: [] },
        ...more,
      ],
    } as never)
    const named = (slug: string) => config.collections?.find((one) => one.slug === slug)
    const rights = named('media')?.fields.find((field) => 'name' in field && field.name === 'mediaRights')
    return {
      posts: named('social-posts') && (named('social-posts')?.admin?.hidden ? 'hidden' : 'shown'),
      rights: rights && ((rights.admin as { hidden?: boolean } | undefined)?.hidden ? 'hidden' : 'shown'),
    }
  }

  it.each<[string, GovernanceOptions, object]>([
    ['without options', {}, { posts: 'shown', rights: 'shown' }],
    [
      'with both off',
      { approvals: { socialPosts: false, media: false } },
      { posts: 'hidden', rights: undefined },
    ],
    ['with approvals off', { approvals: false }, { posts: 'hidden', rights: undefined }],
    [
      'with approvals switched off and media named',
      { approvals: { enabled: false, media: { collections: ['media'] } } },
      { posts: 'hidden', rights: 'hidden' },
    ],
  ])('%s', async (_what, options, expected) => {
    expect(await schema(options)).toEqual(expected)
  })

  it('leaves a host its own collection of that name', async () => {
    const own = { slug: 'socialPosts', versions: { drafts: true }, fields: [] }
    expect(await schema({}, [own])).toEqual({ posts: undefined, rights: 'shown' })
  })

  it('names the option when pictures are to come from nowhere, or a field is taken', async () => {
    await expect(async () => schema({ approvals: { socialPosts: { media: 'pictures' } } })).rejects.toThrow(
      /approvals\.socialPosts\.media/,
    )
    const taken = { slug: 'films', upload: true, fields: [{ name: 'mediaRights', type: 'text' }] }
    await expect(async () => schema({}, [taken])).rejects.toThrow(/approvals\.media\.collections/)
  })
})
