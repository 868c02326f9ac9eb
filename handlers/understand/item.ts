// Which item of 第十四条 is named? 六, （六）, 6, 第六项, 第十四条（六); pure.

const digits = '一二三四五六七八九'

/** As the rules name it; nothing for what is none of these items. */
export const itemIn = (text: string, items: readonly string[]): string | undefined => {
  const said =
    /(?<![一二三四五六七八九十百\d])([一二三四五六七八九1-9])[)项]*$/u.exec(
      text.normalize('NFKC').trim(),
    )?.[1] ?? ''
  const digit = digits[Number(said) - 1] ?? said
  return items.find((item) => digit !== '' && item.includes(digit))
}
