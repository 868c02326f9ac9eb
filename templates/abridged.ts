// How is a text shortened that is too long for its place? At a whole sign, and the reader is told how much there is and where.

import { endIn } from '../rules/brief.js'

const signs = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/** At most about `most` UTF-16 units, the remark aside: 前半…〔共 2000 字，见记录〕. What fits comes back as it is. */
export const abridged = (text: string, most: number): string => {
  if (text.length <= most) return text
  let end = 0
  // One sign (an emoji of a family is eleven units) is never cut; only the beginning is looked at.
  for (const { index, segment } of signs.segment(text.slice(0, most + 60))) {
    if (index + segment.length > most) break
    end = index + segment.length
  }
  return `${text.slice(0, Math.min(end, endIn(text, end)))}〔…共 ${[...text].length} 字，见记录〕`
}
