// What do people read of the sandbox's own? Its staff, why something was not delivered there, and what it answers over HTTP.

/** Some whom no directory gives a role. */
export const staff = [
  { id: 'staff-1', name: '刘老师', title: '教师', unit: '信息学院' },
  { id: 'staff-2', name: '陈老师', title: '馆员', unit: '图书馆' },
  { id: 'staff-3', name: '王同学', title: '研究生', unit: '信息学院' },
  { id: 'staff-4', name: '赵老师', title: '实验员', unit: '信息学院' },
  { id: 'staff-5', name: '孙师傅', title: '维修员', unit: '后勤' },
]

export const undelivered = {
  nobody: '没有这个人',
  off: '手机已关机',
  noMessage: '没有这条消息',
  noFiles: '沙盒里不能发送文件',
  notKept: (reason: string): string => `沙盒没能保存：${reason}`,
}

/** Why a request has no effect. */
export const refused = {
  tooMuch: '内容超过 1 MB，没有接收。',
  noToken:
    '沙盒需要通行码：请用烽火最近一次启动时打印的网址（带 ?token=）打开页面；脚本请在请求头 x-sandbox-token 中写明。',
  elsewhere: '沙盒只回答本机的请求。',
  noJson: '请用 JSON 发送，并写明 content-type: application/json。',
  malformed: '请求的格式不对，没有接收。',
  failed: '沙盒出了差错，没有生效，请稍后再试。',
  nobody: '沙盒里没有这个人。',
  notShown: '机器人已经收到，但这条消息没能记进聊天记录，请稍后再发一次。',
  notSaid: '机器人暂时无法保存，您这句话没有被确认，请稍后再发一次。',
  notPressed: '机器人暂时无法保存，这次操作没有生效，请稍后再试。',
  noMessage: '您看不到这条消息，或它不存在。',
  noButtons: '这条消息上没有按钮。',
  clockStopped: '时钟没有走完：机器人暂时无法保存，请稍后再试。',
  noAddress: '沙盒里没有这个地址。',
  noFile: '没有这个文件。',
}

/** How a request is written. */
export const please = {
  watch: '请写明 as：看谁的消息。',
  read: '请写明 as，chat 写 dm 或 group，after 写消息的 id。',
  say: '请写明 as、chat（dm 或 group）和 text（不能为空）。',
  press:
    '请写明 as、messageId 和 value（其中要有 action）；value 的各项为文字、数字或是否，form 的各项也可以是它们的列表。',
  advance: 'advance 写成 30s、15m、4h、30d 或它们的组合，大于零且不超过 400 天。',
  reach: '请写明 as 和 reachable（true 或 false）。',
}

/**
 * For whoever opens the page without the token, or with the one of an earlier start. A link from another site comes
 * without the cookie that it has just been given: one more click, from here, brings it.
 */
export const closedDoor =
  '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">' +
  '<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><title>烽火 · 沙盒</title>' +
  '<h1>请打开烽火最近一次启动时打印的网址</h1><p>网址里带有 ?token=。烽火每次启动都会换一个网址，以前的不再有效；已有的记录都在。</p>' +
  '<p><a href="/">已用该网址打开过，请点此进入</a></p></html>'
