// What do 首报, 续报 and 终报 say? The whole content of a report to the authorities, before it is laid out.

import { nextFollowUp, recipientsOf, type Stage } from '../../rules/papers.js'
import type { World } from '../../rules/world.js'
import { deskPhone } from '../../store/campus.js'
import type { Incident, Matter } from '../../store/schema.js'
import { markOf } from '../drill.js'
import { letterToPersons } from '../persons.js'
import { type Case, deskOf, stageNames, titleOf } from './answers.js'
import type { Content } from './content.js'
import { formOf } from './form.js'
import { notesOf } from './known.js'
import { spokenReport } from './spoken.js'

/** `2026-0001` also for a drill: its mark stands in front of the file name already. */
export const plainNumber = (incident: Matter): string => incident.id.replace(/^演练/u, '')

/** `to`: the id of the authority; left out, the first whom the rules name for this report. */
export const caseOf = (stage: Stage, incident: Incident, world: World, to: string | undefined): Case => {
  const authority =
    world.rules.authorities.find(({ id }) => id === to) ?? recipientsOf(incident, stage, world)[0]
  const nth = authority ? nextFollowUp(incident, authority.id, world) : 1
  const which = stage === 'follow-up' ? `${stageNames[stage]}${nth}` : stageNames[stage]
  return {
    incident,
    world,
    stage,
    nth,
    which,
    number: `${incident.id}-${which}`,
    authority,
    notes: notesOf(incident, stage),
  }
}

/** 电话稿: what is read aloud at the telephone. For our own desk, never sent with a report. */
export const scriptContent = (incident: Incident, world: World): Content => {
  const { organization } = world.rules
  return {
    fileName: `${markOf(incident)}${plainNumber(incident)}_电话稿.docx`,
    drill: incident.drill,
    running: `${organization.name}　网络安全事件电话稿　${incident.id}`,
    title: `${markOf(incident)}网络安全事件电话报告稿`,
    subtitle: incident.drill ? '演练用，不得拨打校外电话' : '校内使用，不随文报送',
    top: [],
    blocks: [
      {
        kind: 'text',
        heading: '照此口述',
        paragraphs: [spokenReport(caseOf('first', incident, world, undefined))],
        apart: false,
      },
    ],
  }
}

/** 告知书: what those are told whose personal information is concerned (个人信息保护法 第五十七条). */
export const personsContent = (incident: Matter, world: World): Content => ({
  fileName: `${markOf(incident)}${plainNumber(incident)}_告知书.docx`,
  drill: incident.drill,
  running: `${world.rules.organization.name}　个人信息安全事件告知书　${incident.id}`,
  title: `${markOf(incident)}个人信息安全事件告知书`,
  subtitle: incident.drill ? '演练用，不得发送' : '发出之前请网信办核对',
  top: [],
  blocks: [{ kind: 'text', heading: '告知内容', paragraphs: letterToPersons(incident, world), apart: false }],
})

/** One paper for one authority: nothing on it that is not for it. */
export const reportContent = (
  stage: Stage,
  incident: Incident,
  world: World,
  to: string | undefined,
): Content => {
  const of = caseOf(stage, incident, world, to)
  const { which, nth, authority } = of
  const { organization } = world.rules
  const phone = deskPhone(world.directory, '网信办')
  return {
    fileName: `${markOf(incident)}${plainNumber(incident)}_${which}${authority ? `_${authority.name}` : ''}.docx`,
    drill: incident.drill,
    running: `${organization.name}　网络安全事件${stageNames[stage]}　${of.number}`,
    title: `${markOf(incident)}网络安全事件${titleOf(of)}`,
    ...(stage === 'follow-up' ? { subtitle: `第 ${nth} 次续报` } : {}),
    top: [
      { left: `报送单位：${organization.name}`, right: '文号：__________________' },
      {
        left: `联系人及电话：网信办 ${[deskOf(of), phone].filter(Boolean).join('　') || '________________'}`,
        right: '',
      },
    ],
    blocks: [{ kind: 'form', groups: formOf(of) }],
  }
}
