import { RscEntryLexicalCell as RscEntryLexicalCell_44fe37237e0ebf4470c9990d8cb7b07e } from '@payloadcms/richtext-lexical/rsc'
import { RscEntryLexicalField as RscEntryLexicalField_44fe37237e0ebf4470c9990d8cb7b07e } from '@payloadcms/richtext-lexical/rsc'
import { LexicalDiffComponent as LexicalDiffComponent_44fe37237e0ebf4470c9990d8cb7b07e } from '@payloadcms/richtext-lexical/rsc'
import { InlineToolbarFeatureClient as InlineToolbarFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { HorizontalRuleFeatureClient as HorizontalRuleFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { UploadFeatureClient as UploadFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { BlockquoteFeatureClient as BlockquoteFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { RelationshipFeatureClient as RelationshipFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { LinkFeatureClient as LinkFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { ChecklistFeatureClient as ChecklistFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { OrderedListFeatureClient as OrderedListFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { UnorderedListFeatureClient as UnorderedListFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { IndentFeatureClient as IndentFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { AlignFeatureClient as AlignFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { HeadingFeatureClient as HeadingFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { ParagraphFeatureClient as ParagraphFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { InlineCodeFeatureClient as InlineCodeFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { SuperscriptFeatureClient as SuperscriptFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { SubscriptFeatureClient as SubscriptFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { StrikethroughFeatureClient as StrikethroughFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { UnderlineFeatureClient as UnderlineFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { BoldFeatureClient as BoldFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { ItalicFeatureClient as ItalicFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { ApprovalPanel as ApprovalPanel_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { ReportThis as ReportThis_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { ApprovalPublishButton as ApprovalPublishButton_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { NoUnpublishButton as NoUnpublishButton_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { HistoryView as HistoryView_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { CodeSelect as CodeSelect_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { PurposeSelect as PurposeSelect_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { ShowMasked as ShowMasked_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { ConsentsOfMessage as ConsentsOfMessage_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { ExportMessages as ExportMessages_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { CodeCell as CodeCell_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { CodeField as CodeField_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { RefCell as RefCell_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { RefField as RefField_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { FactsField as FactsField_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { MailReasonCell as MailReasonCell_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { MailReasonField as MailReasonField_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { RetryMail as RetryMail_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { LiftUnsafe as LiftUnsafe_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { SocialCounter as SocialCounter_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { SocialPosting as SocialPosting_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { CommentStateCell as CommentStateCell_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { CommentStateField as CommentStateField_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { NoticePanel as NoticePanel_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { FixedToolbarFeatureClient as FixedToolbarFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { CollectionCell as CollectionCell_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { CollectionField as CollectionField_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { RuleField as RuleField_19614167e561f18db1502e7446228307 } from 'payload-plugin-governance/client'
import { IncidentBanner as IncidentBanner_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { MissingBanner as MissingBanner_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { GovernanceNav as GovernanceNav_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { DemoLinks as DemoLinks_b2771bbdac453de8e2ab3695936a38a9 } from '../../../demo/DemoLinks.js'
import { MyDesk as MyDesk_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { LedgerEntryView as LedgerEntryView_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { LedgerView as LedgerView_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { DifferenceView as DifferenceView_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { MediaRightsView as MediaRightsView_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { DelegationsView as DelegationsView_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { ApprovalsView as ApprovalsView_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { ModerationView as ModerationView_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { ConsentsView as ConsentsView_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { WorklistView as WorklistView_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { HoldsView as HoldsView_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { StatisticsView as StatisticsView_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { CertificateView as CertificateView_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { IncidentReportView as IncidentReportView_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { IncidentCaseView as IncidentCaseView_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { IncidentsView as IncidentsView_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { BreachDeclareView as BreachDeclareView_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { BreachRegisterView as BreachRegisterView_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { BreachView as BreachView_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { BreachesView as BreachesView_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { SetupView as SetupView_4fe36d8520664fcf100ad141f29b4763 } from 'payload-plugin-governance/rsc'
import { CollectionCards as CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1 } from '@payloadcms/next/rsc'

/** @type import('payload').ImportMap */
export const importMap = {
  "@payloadcms/richtext-lexical/rsc#RscEntryLexicalCell": RscEntryLexicalCell_44fe37237e0ebf4470c9990d8cb7b07e,
  "@payloadcms/richtext-lexical/rsc#RscEntryLexicalField": RscEntryLexicalField_44fe37237e0ebf4470c9990d8cb7b07e,
  "@payloadcms/richtext-lexical/rsc#LexicalDiffComponent": LexicalDiffComponent_44fe37237e0ebf4470c9990d8cb7b07e,
  "@payloadcms/richtext-lexical/client#InlineToolbarFeatureClient": InlineToolbarFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#HorizontalRuleFeatureClient": HorizontalRuleFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#UploadFeatureClient": UploadFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#BlockquoteFeatureClient": BlockquoteFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#RelationshipFeatureClient": RelationshipFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#LinkFeatureClient": LinkFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#ChecklistFeatureClient": ChecklistFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#OrderedListFeatureClient": OrderedListFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#UnorderedListFeatureClient": UnorderedListFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#IndentFeatureClient": IndentFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#AlignFeatureClient": AlignFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#HeadingFeatureClient": HeadingFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#ParagraphFeatureClient": ParagraphFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#InlineCodeFeatureClient": InlineCodeFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#SuperscriptFeatureClient": SuperscriptFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#SubscriptFeatureClient": SubscriptFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#StrikethroughFeatureClient": StrikethroughFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#UnderlineFeatureClient": UnderlineFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#BoldFeatureClient": BoldFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#ItalicFeatureClient": ItalicFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "payload-plugin-governance/client#ApprovalPanel": ApprovalPanel_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/client#ReportThis": ReportThis_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/client#ApprovalPublishButton": ApprovalPublishButton_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/client#NoUnpublishButton": NoUnpublishButton_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/rsc#HistoryView": HistoryView_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/client#CodeSelect": CodeSelect_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/client#PurposeSelect": PurposeSelect_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/client#ShowMasked": ShowMasked_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/rsc#ConsentsOfMessage": ConsentsOfMessage_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/client#ExportMessages": ExportMessages_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/client#CodeCell": CodeCell_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/client#CodeField": CodeField_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/client#RefCell": RefCell_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/client#RefField": RefField_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/client#FactsField": FactsField_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/client#MailReasonCell": MailReasonCell_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/client#MailReasonField": MailReasonField_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/client#RetryMail": RetryMail_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/client#LiftUnsafe": LiftUnsafe_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/client#SocialCounter": SocialCounter_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/client#SocialPosting": SocialPosting_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/client#CommentStateCell": CommentStateCell_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/client#CommentStateField": CommentStateField_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/client#NoticePanel": NoticePanel_19614167e561f18db1502e7446228307,
  "@payloadcms/richtext-lexical/client#FixedToolbarFeatureClient": FixedToolbarFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "payload-plugin-governance/client#CollectionCell": CollectionCell_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/client#CollectionField": CollectionField_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/client#RuleField": RuleField_19614167e561f18db1502e7446228307,
  "payload-plugin-governance/rsc#IncidentBanner": IncidentBanner_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/rsc#MissingBanner": MissingBanner_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/rsc#GovernanceNav": GovernanceNav_4fe36d8520664fcf100ad141f29b4763,
  "/demo/DemoLinks.js#DemoLinks": DemoLinks_b2771bbdac453de8e2ab3695936a38a9,
  "payload-plugin-governance/rsc#MyDesk": MyDesk_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/rsc#LedgerEntryView": LedgerEntryView_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/rsc#LedgerView": LedgerView_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/rsc#DifferenceView": DifferenceView_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/rsc#MediaRightsView": MediaRightsView_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/rsc#DelegationsView": DelegationsView_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/rsc#ApprovalsView": ApprovalsView_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/rsc#ModerationView": ModerationView_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/rsc#ConsentsView": ConsentsView_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/rsc#WorklistView": WorklistView_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/rsc#HoldsView": HoldsView_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/rsc#StatisticsView": StatisticsView_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/rsc#CertificateView": CertificateView_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/rsc#IncidentReportView": IncidentReportView_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/rsc#IncidentCaseView": IncidentCaseView_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/rsc#IncidentsView": IncidentsView_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/rsc#BreachDeclareView": BreachDeclareView_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/rsc#BreachRegisterView": BreachRegisterView_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/rsc#BreachView": BreachView_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/rsc#BreachesView": BreachesView_4fe36d8520664fcf100ad141f29b4763,
  "payload-plugin-governance/rsc#SetupView": SetupView_4fe36d8520664fcf100ad141f29b4763,
  "@payloadcms/next/rsc#CollectionCards": CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1
}
