import type { RichTextField } from 'payload'

import {
  BoldFeature,
  FixedToolbarFeature,
  HeadingFeature,
  InlineToolbarFeature,
  ItalicFeature,
  lexicalEditor,
  LinkFeature,
  OrderedListFeature,
  ParagraphFeature,
  UnorderedListFeature,
} from '@payloadcms/richtext-lexical'

/**
 * The notices' own editor: fixed features, none of the host's, so that the public pages know every node that a notice
 * can hold (headings, bold, italic, lists, links, paragraphs).
 */
export const noticeEditor = (): RichTextField['editor'] =>
  lexicalEditor({
    features: () => [
      ParagraphFeature(),
      HeadingFeature({ enabledHeadingSizes: ['h2', 'h3', 'h4'] }),
      BoldFeature(),
      ItalicFeature(),
      OrderedListFeature(),
      UnorderedListFeature(),
      LinkFeature({
        enabledCollections: [],
        fields: ({ defaultFields }) =>
          defaultFields.filter(
            (field) => 'name' in field && ['linkType', 'text', 'url'].includes(field.name ?? ''),
          ),
      }),
      FixedToolbarFeature(),
      InlineToolbarFeature(),
    ],
  })
