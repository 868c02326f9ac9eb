// What is asked of somebody who reports, and what does an answer lead to? The pure dialog and its form (contract §7).
export { answer, beginDraft, type Step } from './questions/dialog.js'
export { formFields, fromForm } from './questions/form.js'
export { atDesk, judgeClassified, LONGEST_ANSWER, reportOf, toReport } from './questions/read.js'
export { askedNow } from './questions/show.js'
export {
  type Context,
  contextOf,
  labelOf,
  type Question,
  type QuestionName,
  questions,
} from './questions/table.js'
export { mostlyAsked, type Said } from './questions/told.js'
