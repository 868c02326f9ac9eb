// Is a unit found by the name that people give it, with what they put around it?
import { describe, expect, test } from 'vitest'
import { findUnits } from '../../store/campus.js'
import type { Directory, Unit } from '../../store/schema.js'

const unit = (id: string, name: string, kind: Unit['kind'] = '院级单位', aliases: string[] = []): Unit => ({
  id,
  name,
  kind,
  aliases,
})
const directory: Directory = {
  units: [
    unit('U1', '内蒙古师范大学', '学校', ['内师大']),
    unit('U2', '党委网信办', '网信办'),
    unit('U3', '历史文化学院', '院级单位', ['历史学院']),
    unit('U4', '马克思主义学院'),
    unit('U5', '计算机科学与技术学院', '院级单位', ['计算机学院']),
    unit('U6', '图书馆（盛乐校区）', '部门'),
    unit('U7', '图书馆（赛罕校区）', '部门'),
    unit('U8', '科研与学科建设处', '部门'),
  ],
  people: [],
}
const found = (text: string) => findUnits(directory, text).map(({ id }) => id)

describe('a unit', () => {
  test.each([
    ['历史文化学院的', 'U3'],
    ['我是历史文化学院的', 'U3'],
    ['我们历史文化学院', 'U3'],
    ['内蒙古师范大学历史文化学院', 'U3'],
    ['内蒙古师范大学 历史文化学院', 'U3'],
    ['内师大历史学院', 'U3'],
    ['我校历史文化学院', 'U3'],
    ['历史文化学院（盛乐校区）', 'U3'],
    ['历史文化学院(盛乐校区)的', 'U3'],
    ['盛乐校区历史文化学院', 'U3'],
    ['历史文化学院盛乐校区', 'U3'],
    ['内蒙古师范大学历史文化学院（盛乐校区）的老师', 'U3'],
    ['历史与文化学院', 'U3'],
    ['历史和文化学院', 'U3'],
    ['计算机科学技术学院', 'U5'],
    ['计算机科学和技术学院', 'U5'],
    ['科研学科建设处', 'U8'],
    ['图书馆（盛乐校区）', 'U6'],
    ['图书馆(赛罕校区)', 'U7'],
    ['内蒙古师范大学', 'U1'],
    ['U3', 'U3'],
    ['内蒙古师范大学（历史文化学院）', 'U3'],
    ['内师大(历史学院)', 'U3'],
    ['内蒙古师范大学【历史文化学院】', 'U3'],
    ['内蒙古师范大学（盛乐校区）', 'U1'],
    ['历史文化学院【盛乐校区】', 'U3'],
    ['历史文化学院〔盛乐〕', 'U3'],
    ['历史文化学院[盛乐]', 'U3'],
    ['历史文化学院呢', 'U3'],
    ['历史文化学院，', 'U3'],
    ['历史文化学院？', 'U3'],
    ['历史文化学院~', 'U3'],
    ['【历史文化学院】', 'U3'],
    ['（历史文化学院）', 'U3'],
    ['“历史文化学院”', 'U3'],
    ['历史文化学院老师', 'U3'],
    ['我是来自历史文化学院的', 'U3'],
    ['事发单位：历史文化学院', 'U3'],
    ['历史文\u200b化学院', 'U3'],
  ])('%s', (text, id) => expect(found(text)).toEqual([id]))

  test('whose name fits two is asked for, and what is none stays none', () => {
    expect(found('图书馆')).toEqual(['U6', 'U7'])
    expect(found('图书馆（赛罕）')).toEqual(['U6', 'U7'])
    expect(found('体育学院')).toEqual([])
    expect(found('内蒙古师范大学体育学院')).toEqual([])
    expect(found('内蒙古师范大学（体育学院）')).toEqual([])
    expect(found('的')).toEqual([])
    expect(found('')).toEqual([])
  })
})
