// In which words do people tell times and counts in Chinese?

export const hanDigits = '零一二三四五六七八九'
export const hanUnits: Record<string, number> = { 十: 10, 百: 100, 千: 1000 }
export const hanMyriads: Record<string, number> = { 万: 10_000, 亿: 100_000_000 }
/** What a typewriter in traditional characters makes of the words of time. */
export const TRADITIONAL = /[點時後號鐘週禮兩]/gu
export const simple: Record<string, string> = {
  點: '点',
  時: '时',
  後: '后',
  號: '号',
  鐘: '钟',
  週: '周',
  禮: '礼',
  兩: '两',
}

export const NOW = /^(?:刚刚|刚才|刚|现在|此刻|当前|目前|now|just now)$/u
export const UNIT = '天|日|周|星期|礼拜|小时|钟头|hours?|hrs?|h|分钟|分|minutes?|mins?|m|刻钟|秒钟|秒'
export const dayWords: Record<string, number> = {
  大前: -3,
  前: -2,
  昨: -1,
  今: 0,
  当: 0,
  本: 0,
  明: 1,
  后: 2,
  大后: 3,
}

export const PERIOD =
  /^(凌晨|半夜|午夜|深夜|夜里|夜间|夜晚|大清早|清晨|清早|早晨|早上|早间|早|晨|上午|中午|正午|午间|晌午|午后|下午|傍晚|晚上|晚间|晚|夜|am|pm)/u

export const NIGHT = /[晚夜]/u

export const scales: Record<string, number> = {
  十: 10,
  百: 100,
  千: 1000,
  k: 1000,
  万: 10_000,
  w: 10_000,
  百万: 1e6,
  千万: 1e7,
  亿: 1e8,
}

/** What stands before a count and says of whom, or how sure it is. */
export const COUNTED =
  /^(?:大约|大概|大致|差不多|可能有?|约|有|共计?|总共|一共|合计|总计|近|将近|超过|至少|不到|全校|全院|我校|本校|我院|本院|全体|涉及|影响|波及|师生员工|师生|学生|老师|教师|教职工|用户)+/u
/** What stands behind a count: of whom, */
export const WHO = ['师生员工', '教职工', '学生', '老师', '师生', '用户', '员工']
/** and in which measure. */
export const MEASURES = ['个人', '人次', '人员', '名', '位', '个', '条', '人', '次', '户']
