// Did something that a person wrote come out as markup? In a text only `<at>` and a few tags are alive, in markdown nearly everything.
import { tagged } from './card-rules.js'
import { parsed, type State } from './state.js'

const IN_TEXT = /<at\b[^>]*>|<\/?[bius]>|\[[^\]\n]+\]\([^)\n]+\)/gi
const IN_MARKDOWN =
  /<\/?[a-z_]+\b[^>]*>|\[[^\]\n]*\]\([^)\n]+\)|\*\*[^*\n]+\*\*|~~[^~\n]+~~|`[^`\n]+`|^#{1,6} .+$|^[-+*] .+$|:[A-Z][A-Za-z]+:/gm

/** The markup that stands both in something a person wrote and, alive, in what is sent. */
export const liveMarkup = (state: State, type: string, content: string): string[] => {
  if (state.written.size === 0) return []
  const body = parsed(content)
  const live =
    type === 'text'
      ? [body]
          .map((one) => (one && typeof one === 'object' && 'text' in one ? String(one.text) : ''))
          .flatMap((text) => text.match(IN_TEXT) ?? [])
      : type === 'interactive'
        ? tagged(body)
            .filter(({ tag }) => tag === 'markdown' || tag === 'lark_md')
            .flatMap(({ content }) => String(content).match(IN_MARKDOWN) ?? [])
        : []
  return live.filter((one) => [...state.written].some((text) => text.includes(one)))
}
