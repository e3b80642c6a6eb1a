export { NoticePanel } from './NoticePanel.js'
