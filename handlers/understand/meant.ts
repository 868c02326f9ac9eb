// In which words do people say an action without its name, or a person right behind it?

/** 网站修好了: the handling may have ended. */
export const MENDED = /修好|修复了|恢复(?:了|正常)|处理好|处理完|解决了|弄好了|搞定/u

/** 转办给杨书言. */
export const TO_WHOM = /^给\s?\p{Script=Han}{2,4}$/u

/** Without the 给 before a name. */
export const named = (text: string): string => text.trim().replace(/^给\s*(?=\p{Script=Han}{2})/u, '')
