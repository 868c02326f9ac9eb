// What does a reporter answer, one after the other, from the first word to the filed report? Where no scene is played, only a report is needed.

export const reportAnswers = [
  ...['报告', '否', '否', '信息学院', '学院网站', '网络攻击', '首页被改', '刚刚', '预览', '确认提交'],
] as const
