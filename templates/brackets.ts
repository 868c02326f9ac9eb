// How do words stand in brackets that have brackets of their own? On one level: what was inside stands behind a comma.

const item = /（([一二三四五六七八九十]{1,3})）/gu
const roman = /（((?:I{1,3}|IV) 级)）/gu
const decree = /（([^（）]{1,20}令[^（）]{0,10}号)）/gu
const telephone = /（电话 ([^（）]{1,30})）/gu

/** 校内时限（原文“立即”：第十一条（四）） → 校内时限，原文“立即”：第十一条第四项. */
const levelled = (text: string): string =>
  text
    .replace(item, '第$1项')
    .replace(roman, ' $1')
    .replace(decree, '〔$1〕')
    .replace(telephone, ' $1 ')
    .replace(/[（）]+/gu, '，')
    .replace(/(?<![ ，])[ ，]*，(?=[，。；：、”？\n]|$)|(?<! ) +(?=[，。；：、”？\n]|$)/gu, '')
    .replace(/(^|[，。；：、“？\n])[ ，]+/gu, '$1')

export const inBrackets = (text: string): string => `（${levelled(text)}）`
