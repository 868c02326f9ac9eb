import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { begin } from '../../store/matter.js'
import { wordsOf } from '../../templates/documents/content.js'
import { contentOf, type DocumentKind, documentOf } from '../../templates/documents/document.js'
import { asDrill, firstHours, laterOn, reported, story, theEnd, worldAt } from './incident.js'
import { textOf, unzipped } from './unzip.js'

const world = worldAt('11:00', 25)
const kinds: readonly DocumentKind[] = ['first', 'follow-up', 'final', 'record', 'script', 'persons']
const incident = story(firstHours, laterOn, theEnd)

const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0
const office = has('soffice')
if (!office)
  console.log('skipped: LibreOffice (soffice) is not installed, the documents were not opened with it')

/** Where each text is found after the one before it; the first that is not is named. */
const inOrder = (whole: string, texts: string[]): string | undefined => {
  let at = 0
  for (const text of texts) {
    for (const line of text.split('\n')) {
      const found = whole.indexOf(line, at)
      if (found < 0) return line
      at = found + line.length
    }
  }
  return undefined
}

describe('the .docx', () => {
  for (const kind of kinds) {
    it(`${kind}: holds every word of its content, in order`, async () => {
      const { name, bytes } = await documentOf(kind, incident, world, { chainHead: 'ab'.repeat(32) })
      const content = contentOf(kind, incident, world, { chainHead: 'ab'.repeat(32) })
      const parts = unzipped(bytes)
      expect(name).toBe(content.fileName)
      expect(inOrder(textOf(parts.get('word/document.xml') ?? ''), wordsOf(content))).toBeUndefined()
      expect(textOf(parts.get('word/header1.xml') ?? '')).toContain(content.running)
      expect(textOf(parts.get('word/footer1.xml') ?? '')).toMatch(/第 .*页 共 .*页/u)
      expect(parts.get('word/footer1.xml')).toContain('NUMPAGES')
    })
  }

  it('a drill has its banner in the header, anything else has none', async () => {
    const headerOf = async (one: typeof incident) =>
      textOf(unzipped((await documentOf('final', one, world)).bytes).get('word/header1.xml') ?? '')
    expect(await headerOf(asDrill(incident))).toContain('【演练】演练材料，不得对外报送')
    expect(await headerOf(incident)).not.toContain('演练')
  })

  it('says when it was drawn up by the clock it was given', async () => {
    const core = unzipped((await documentOf('first', incident, world)).bytes).get('docProps/core.xml')
    expect(core).toContain('2026-11-25T03:00:00Z')
    expect(core).not.toMatch(/T(?!03:00:00Z)\d\d:/u)
  })

  it('survives whatever people type', async () => {
    const summary = '<w:p>&amp; {{name}} "引号" \u0000\u0008\uD800 ]]> \u202E倒着写\u202C 😀\n第二行'
    const odd = begin({ ...reported, report: { ...reported.report, summary } })
    const xml = unzipped((await documentOf('first', odd, world)).bytes).get('word/document.xml') ?? ''
    expect(inOrder(textOf(xml), ['<w:p>&amp; {{name}} "引号"', '倒着写', '😀', '第二行'])).toBeUndefined()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these would make Word call the file damaged
    expect(xml).not.toMatch(/[\u0000-\u0008\u202E]/u)
    expect(xml).not.toMatch(/\p{Cs}/u)
  })
})

describe.skipIf(!office)('LibreOffice', () => {
  it('opens all of them and reads every word, in order', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fenghuo-documents-'))
    try {
      for (const kind of kinds)
        writeFileSync(join(folder, `${kind}.docx`), (await documentOf(kind, incident, world)).bytes)
      execFileSync(
        'soffice',
        [
          `-env:UserInstallation=file://${folder}/profile`,
          '--headless',
          '--convert-to',
          'txt:Text (encoded):UTF8',
          '--outdir',
          folder,
          ...kinds.map((kind) => join(folder, `${kind}.docx`)),
        ],
        { stdio: 'ignore', timeout: 120_000 },
      )
      for (const kind of kinds) {
        const read = readFileSync(join(folder, `${kind}.txt`), 'utf8')
        expect(inOrder(read, wordsOf(contentOf(kind, incident, world)))).toBeUndefined()
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }, 150_000)
})
