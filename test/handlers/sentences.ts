// What do people say when something went wrong, and what may be read from it? Sentences with their right values.
import type { Report } from '../../store/schema.js'

/** `unit`: by its name, of the sample campus. `at`: how many minutes before the saying, or a local time. */
export type Sentence = {
  text: string
  unit?: string
  system?: string
  category?: string
  at?: number | string
  facts?: Partial<Report>
  /** Words that must stand in what was done, or in what it did. */
  measures?: string
  impact?: string
}

/** Said on Monday, 2026-11-23 at 14:30. */
export const sentences: readonly Sentence[] = [
  {
    text: '信息学院网站首页被挂了博彩广告，10分钟前学生发现的，已经断网',
    unit: '信息学院',
    system: '网站首页',
    category: 'NA',
    at: 10,
    measures: '断网',
  },
  { text: '我们图书馆的服务器被黑了，怎么办', unit: '图书馆', system: '服务器', category: 'NA' },
  {
    text: '教务系统打不开了，从早上8点开始，全校都进不去',
    unit: '教务处', // by the register
    system: '教务系统',
    category: 'DE',
    at: '2026-11-23 08:00',
    impact: '全校',
  },
  {
    text: '机房三十多台电脑弹出要比特币的窗口',
    system: '机房',
    category: 'MP',
    facts: { ransomware: true },
    impact: '三十多台',
  },
  {
    text: '有人在贴吧卖我们学校学生的身份证号，说有五万条',
    category: 'DS',
    facts: { pi_persons: 50_000, crime_suspected: true },
  },
  {
    text: '学校公众号被盗了，在发诈骗链接',
    system: '公众号',
    category: 'NA',
    facts: { crime_suspected: true },
  },
  { text: '食堂门口的大屏在放反动标语', system: '大屏', category: 'IC', facts: { harmful_content: true } },
  {
    text: '昨晚九点财务处邮箱收到钓鱼邮件，两个老师点了',
    unit: '财务处',
    system: '邮箱',
    category: 'NA',
    at: '2026-11-22 21:00',
    facts: { people_affected: 2 },
  },
  { text: '实验室服务器CPU一直满，好像在挖矿', system: '实验室服务器', category: 'MP' },
  {
    text: '选课系统被刷爆了，疑似DDoS，半小时前',
    unit: '教务处',
    system: '教务系统',
    category: 'NA',
    at: 30,
  },
  {
    text: '第三方迎新系统厂商说他们数据库泄露了，有我们3000个学生',
    system: '迎新系统',
    category: 'DS',
    facts: { pi_persons: 3000 },
  },
  { text: '老师误把学生成绩表发到公开群里了', category: 'DS' },
  { text: '校园网断了', system: '校园网', category: 'DE' },
  { text: '光缆被挖断，东校区没网，电信在修', category: 'DE', impact: '东校区', measures: '在修' },
  { text: '网站上的招生电话被人改了', system: '网站', category: 'NA', facts: { tampered: true } },
  { text: 'The library server was hacked, please help', unit: '图书馆', system: 'server', category: 'NA' },
  { text: '电脑中毒了', category: 'MP' },
  {
    text: '上周五下午三点发现有境外IP登录OA管理员账号',
    system: 'OA',
    category: 'NA',
    at: '2026-11-20 15:00',
  },
  { text: '服务器被黑了', system: '服务器', category: 'NA' },
  { text: '文学院主页打开是赌博网站', unit: '文学院', system: '主页', category: 'NA' },
  { text: '音乐学院的LED屏刚刚显示了不该有的内容', unit: '音乐学院', system: 'LED屏', category: 'IC', at: 0 },
  {
    text: '化学学院实验室三台服务器文件都被加密了，要求付比特币，今天上午9点20发现的，已拔掉网线',
    unit: '化学与环境科学学院',
    system: '服务器',
    category: 'MP',
    at: '2026-11-23 09:20',
    facts: { ransomware: true },
    measures: '拔掉网线',
  },
  { text: '财务处一位老师被冒充领导的微信骗走8万元', unit: '财务处', category: 'NA' },
  {
    text: '学工处的Excel名单发错群了，里面有1200名学生的身份证号',
    unit: '学生工作处',
    category: 'DS',
    facts: { pi_persons: 1200 },
  },
  { text: '图书馆一楼机房漏水了，交换机断电', unit: '图书馆', system: '机房', category: 'DE' },
  {
    text: '数学学院邮箱昨天下午4点开始群发垃圾邮件',
    unit: '数学科学学院',
    system: '邮箱',
    category: 'NA',
    at: '2026-11-22 16:00',
  },
  {
    text: '统一身份认证平台登不上，全校系统都用不了',
    unit: '信息中心',
    system: '统一身份认证平台',
    category: 'DE',
    impact: '全校',
  },
  { text: '一卡通刷不了，食堂排队，11:40开始的', system: '一卡通', category: 'DE', at: '2026-11-23 11:40' },
  { text: '宿舍门禁系统瘫痪了', system: '门禁系统', category: 'DE' },
  { text: '有黑客入侵了我们科研管理系统，日志里能看到', system: '科研管理系统', category: 'NA' },
  { text: '学生在百度能搜到我们学院学生的身份证号', category: 'DS' },
  { text: '官网被人换成了一张黑页', system: '官网', category: 'NA', facts: { tampered: true } },
  {
    text: '信息中心防火墙告警，境外IP在爆破VPN，1小时前',
    unit: '信息中心',
    system: 'VPN',
    category: 'NA',
    at: 60,
  },
  {
    text: '办公室电脑中了勒索病毒，还在扩散，20多台了',
    category: 'MP',
    facts: { ransomware: true, spreading: true },
    impact: '20多台',
  },
  {
    text: '我的邮箱被盗了，有人用它给学生发诈骗邮件',
    system: '邮箱',
    category: 'NA',
    facts: { crime_suspected: true },
  },
  { text: '教学楼停电，机房服务器全停了', system: '机房', category: 'DE' },
  { text: '老师误删了选课数据库', system: '选课数据库', category: 'DS' },
  {
    text: '图书馆公众号被人改了头像，在发广告',
    unit: '图书馆',
    system: '公众号',
    category: 'NA',
    facts: { tampered: true },
  },
  { text: '网络有异常流量，好像是音乐学院的电脑', unit: '音乐学院', category: 'AB' },
  {
    text: '今天早上8:15发现学生管理系统里能看到别人的家庭住址',
    unit: '学生工作处',
    system: '学生管理系统',
    category: 'DS',
    at: '2026-11-23 08:15',
  },
  {
    text: '文学院网站打不开，已联系信息中心',
    unit: '文学院',
    system: '网站',
    category: 'DE',
    measures: '信息中心',
  },
  { text: '钓鱼邮件，很多人收到', category: 'NA' },
  { text: '招生网站被DDoS攻击，两小时前开始，已切换高防', system: '招生网站', category: 'NA', at: 120 },
  { text: '学校官方抖音号被封，说是发了违规信息', system: '抖音号', category: 'IC' },
  { text: '我们学院老师收到勒索邮件，说有我们的数据', category: 'MP', facts: { ransomware: true } },
  { text: '监控平台被人入侵，摄像头画面在网上直播', system: '监控平台', category: 'NA' },
  {
    text: '公安说我们图书馆的电子资源平台被人入侵了',
    unit: '图书馆',
    system: '电子资源平台',
    category: 'NA',
  },
  { text: '机房着火了', system: '机房', category: 'FOC' },
  { text: '教务处老师U盘带毒，办公室好几台电脑中毒', unit: '教务处', category: 'MP', impact: '几台' },
  { text: 'our website is down since this morning', system: 'website', category: 'DE' },
  {
    text: '财务查询系统工资页面显示的是别人的，可能数据泄露',
    unit: '财务处',
    system: '财务查询系统',
    category: 'DS',
  },
  {
    text: '前天晚上10点半服务器被人植入木马，今天才看到',
    system: '服务器',
    category: 'MP',
    at: '2026-11-21 22:30',
  },
  {
    text: '有人发帖说拿到了我校四万余名学生的数据要出售',
    category: 'DS',
    facts: { pi_persons: 40_000, crime_suspected: true },
  },
  { text: '微信群里有人发谣言，说学校系统瘫痪', system: '微信群', category: 'IC' },
  {
    text: '11月22日23:10，数院主页被篡改，值班老师已下线网站',
    unit: '数学科学学院',
    system: '主页',
    category: 'NA',
    at: '2026-11-22 23:10',
    facts: { tampered: true },
    measures: '下线',
  },
  {
    text: '信院实验室服务器被植入挖矿程序，CPU占满',
    unit: '信息学院',
    system: '实验室服务器',
    category: 'MP',
  },
  { text: '我们这网断了', category: 'DE' },
  { text: '在线实验平台崩了', unit: '化学与环境科学学院', system: '在线实验平台', category: 'DE' },
  { text: '离退休处打印机在乱打东西，好像被控制了', system: '打印机', category: 'NA' },
  { text: '电脑被黑客远程控制了，鼠标自己动', category: 'NA' },
]

/** Nothing has happened, or nothing of ours. */
export const nothing: readonly string[] = [
  '没什么事，就是问问食堂几点开门',
  '下周有网络安全培训吗',
  '如果被黑了应该怎么办',
  '你好',
  '谢谢',
  '明天开会讨论勒索病毒防护',
  '今天天气不错',
  '服务器没有被入侵',
  '想咨询一下怎么预防钓鱼邮件',
  '请问放假安排',
]

/** An authority wants something mended by a day. */
export const noticed: readonly string[] = [
  '公安网安打电话说我们VPN有弱口令，三天内整改',
  '教育厅发来漏洞通报，要求12月1日前反馈',
  '网信办转来12387的整改通知',
]
