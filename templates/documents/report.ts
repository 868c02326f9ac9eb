// What do 首报, 续报 and 终报 say? The whole content of a report to the authorities, before it is laid out.
import type { World } from '../../rules/world.js'
import { deskPhone } from '../../store/campus.js'
import type { Incident } from '../../store/schema.js'
import { type Case, deskOf, stageNames, stageTitles } from './answers.js'
import type { Content } from './content.js'
import type { Stage } from './fields.js'
import { formOf } from './form.js'
import { notesOf } from './known.js'
import { authoritiesOf, nextFollowUp } from './series.js'
import { spokenReport } from './spoken.js'

/** `2026-0001` also for a drill: its mark stands in front of the file name already. */
export const plainNumber = (incident: Incident): string => incident.id.replace(/^演练/u, '')

const drillMark = ({ drill }: Incident): string => (drill ? '【演练】' : '')

export const reportContent = (
  stage: Stage,
  incident: Incident,
  world: World,
  options: { to?: string | undefined; nth?: number | undefined },
): Content => {
  const nth = options.nth ?? nextFollowUp(incident, world, options.to)
  const which = stage === 'follow-up' ? `${stageNames[stage]}${nth}` : stageNames[stage]
  const of: Case = {
    incident,
    world,
    stage,
    nth,
    number: `${incident.id}-${which}`,
    authorities: authoritiesOf(incident, stage, world, options.to),
    notes: notesOf(incident, stage),
  }
  const { organization } = world.rules
  const phone = deskPhone(world.directory, '网信办')
  return {
    fileName: `${drillMark(incident)}${plainNumber(incident)}_${which}.docx`,
    drill: incident.drill,
    running: `${organization.name}　网络安全事件${stageNames[stage]}　${of.number}`,
    title: `${drillMark(incident)}网络安全事件${stageTitles[stage]}`,
    ...(stage === 'follow-up' ? { subtitle: `第 ${nth} 次续报` } : {}),
    top: [
      { left: `报送单位：${organization.name}`, right: '文号：__________________' },
      {
        left: `联系人及电话：网信办 ${[deskOf(of), phone].filter(Boolean).join('　') || '________________'}`,
        right: '',
      },
    ],
    blocks: [
      { kind: 'form', groups: formOf(of) },
      ...(stage === 'first'
        ? [
            {
              kind: 'text' as const,
              heading: incident.drill
                ? '附：电话报告稿（演练用，不得拨打校外电话）'
                : '附：电话报告稿（校内使用，不随文报送）',
              paragraphs: [spokenReport(of)],
              apart: true,
            },
          ]
        : []),
    ],
  }
}
