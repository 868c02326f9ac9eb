// Are state secrets, pasted credentials and requests to hide seen, and ordinary reports left alone?
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { asksToHide } from '../../../handlers/understand/asks-to-hide.js'
import { mentionsCredentials, redactCredentials } from '../../../handlers/understand/credentials.js'
import { mentionsSecret } from '../../../handlers/understand/watch-words.js'
import { harmfulText, noHiding } from '../../../templates/unkept.js'

// Thousands of runs on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

describe('watch words', () => {
  test.each([
    '涉密',
    '可能涉密',
    '一台涉密计算机中毒',
    '涉密网络断了',
    '机密文件被发到群里',
    '有一份绝密材料',
    '国家秘密',
    '秘密★5年',
    '秘密 ★ 1年',
    '机密★',
    '这份秘密文件',
    '秘密级文件外泄',
    '标着密级',
    '密级：机密',
    '〔2025〕12号 秘密',
    '内师党发〔2025〕3号，秘密',
    '涉 密',
    '涉\u200b密',
    '机　密',
    '机\u200c\u200d密 文件',
    '国 家 秘 密',
    '“涉”“密”',
    '机密.docx',
    '不知道是否涉密',
    '是不是涉密我不清楚',
    '有没有涉密文件还不清楚',
    '涉不涉密不好说',
    '不是不涉密',
    '不一定不涉密',
    '并非不涉密',
    '不排除涉密',
    '不小心把涉密文件发出去了',
    '不涉密，但是有一份机密文件',
    '否，涉密',
    '除非涉密',
    '没有经过批准复制涉密文件',
    '保密办说是涉密的',
    '是否涉密：是',
    '機密文件',
    '不一定与涉密无关',
  ])('%s', (text) => expect(mentionsSecret(text)).toBe(true))

  test.each([
    '',
    '不涉密',
    '不 涉 密',
    '否，不涉密',
    '非涉密网络',
    '未涉密',
    '没有涉密',
    '无涉密内容',
    '不涉及国家秘密',
    '不涉及国家秘密或涉密网络',
    '不涉及国家秘密、机密和涉密文件',
    '不属于涉密系统',
    '不属于国家秘密',
    '这是不涉密的系统',
    '没有发现涉密信息',
    '未发现涉密文件',
    '不含涉密数据',
    '是否可能涉及国家秘密或涉密网络：否',
    '密级：无',
    '与涉密无关',
    '和国家秘密没有关系',
    '密级：公开',
    '保密办',
    '请联系保密办公室',
    '签了保密协议',
    '注意保密',
    '泄露了秘密钥匙',
    '商业秘密文件',
    '秘密潜入',
    '主机密码被改',
    '计算机密码泄露',
    '手机密码',
    '拒绝密码登录',
    '随机密钥',
    '加密级别不够',
    '机密性、完整性、可用性受影响',
    '主机密集扫描',
    '信息学院网站首页被篡改',
    '{{#x',
    '🔥',
  ])('not: %s', (text) => expect(mentionsSecret(text)).toBe(false))

  test('a watch word is seen wherever it stands, whatever invisible is between', () => {
    const gap = fc.array(fc.constantFrom(' ', '　', '\u200b', '\u200d', '\ufeff', '\u2060', '\n', '*'), {
      maxLength: 4,
    })
    const around = fc.stringMatching(/^[甲乙丙丁a-z，。 ]{0,30}$/u)
    fc.assert(
      fc.property(
        fc.constantFrom('绝密', '机密', '涉密', '国家秘密'),
        gap,
        around,
        around,
        (word, between, before, after) =>
          mentionsSecret(`${before}${[...word].join(between.join(''))}${after}`),
      ),
    )
  })

  test('long text takes no long time', () => {
    const started = performance.now()
    for (const part of ['不涉及', '没有', '机 ', '不涉密、', '〔2025〕1号', '秘密', '是否涉密'])
      mentionsSecret(part.repeat(4000))
    expect(performance.now() - started).toBeLessThan(5000) // linear: some 20 ms
  })
})

const HIDDEN = '［已隐去］'

describe('credentials', () => {
  test.each([
    ['管理员密码：Abc12345，已改', `管理员密码：${HIDDEN}，已改`],
    ['密码是Abc12345', `密码是${HIDDEN}`],
    ['密码改为 Abc12345', `密码改为 ${HIDDEN}`],
    ['口令: admin@123', `口令: ${HIDDEN}`],
    ['密码：Ａｂｃ１２３４５', `密码：${HIDDEN}`],
    ['password=hunter22 登录', `password=${HIDDEN} 登录`],
    ['密码Abc12345 已改', `密码${HIDDEN} 已改`],
    ['账号admin密码admin123', `账号admin密码${HIDDEN}`],
    ['token: abcdefgh12345', `token: ${HIDDEN}`],
    ['Authorization: Bearer abcdefghijklmnop', `Authorization: Bearer ${HIDDEN}`],
    ['连接 mysql://root:s3cret@10.0.0.1/db', `连接 mysql://root:${HIDDEN}@10.0.0.1/db`],
    ['密钥 sk-abcdefghijklmnopqrst', `密钥 ${HIDDEN}`],
    ['学生 110101199003071234 被冒用', `学生 ${HIDDEN} 被冒用`],
    ['证号11010119900307123X', `证号${HIDDEN}`],
    ['１１０１０１１９９００３０７１２３４', HIDDEN],
    ['卡号 6222 0212 3456 7890 123', `卡号 ${HIDDEN}`],
    ['张三13800138000、李四 139-1234-5678、王五15012345678', `张三${HIDDEN}、李四 ${HIDDEN}、王五${HIDDEN}`],
    ['a@x.cn b@x.cn c@x.cn', `${HIDDEN} ${HIDDEN} ${HIDDEN}`],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY----- 泄露', `${HIDDEN} 泄露`],
    ['-----BEGIN PRIVATE KEY-----\nMIIE 没有结尾', HIDDEN],
  ])('%s', (text, expected) => {
    expect(mentionsCredentials(text)).toBe(true)
    expect(redactCredentials(text)).toEqual({ text: expected, redacted: true })
  })

  test.each([
    '',
    '密码泄露',
    '密码已修改',
    '弱口令',
    '密码：已重置',
    '请联系 13800138000',
    '13800138000 或 13900139000',
    '值班电话 0471-1234567',
    '受影响约 1200 人，11月23日 14:30',
    '日志编号 20261123143000123',
    '事件 2026-0001',
    '密码：（略）',
    '密码2026-11-23已重置',
    '重置密码1200人',
    '密码password被盗',
    '地址 https://www.example.edu.cn/a?b=c',
  ])('not: %s', (text) => {
    expect(mentionsCredentials(text)).toBe(false)
    expect(redactCredentials(text)).toEqual({ text, redacted: false })
  })

  test('what was hidden once is nothing to hide any more, and the rest is kept', () => {
    const secret = fc.constantFrom('密码：Abc12345', '110101199003071234', 'sk-abcdefghijklmnopqrst')
    const plain = fc.stringMatching(/^[甲乙丙，。]{0,20}$/u)
    fc.assert(
      fc.property(plain, secret, plain, (before, hidden, after) => {
        const { text } = redactCredentials(`${before}${hidden}${after}`)
        return !mentionsCredentials(text) && text.startsWith(before) && text.endsWith(after)
      }),
    )
  })
})

describe('requests to hide', () => {
  test.each([
    '先别报',
    '先别上报',
    '这个先不要报给领导',
    '别报了吧',
    '暂不上报',
    '压一压',
    '这事先压一压再说',
    '能不能压下来',
    '缓几天再报',
    '晚点再上报',
    '时间改晚一点',
    '把发现时间改晚一点',
    '发现时间往后改一小时',
    '写晚半小时',
    '删掉记录',
    '把记录删掉',
    '请删除刚才的记录',
    '帮我把这条删了',
    '不要留记录',
    '别告诉书记',
    '不要让领导知道',
    '级别能不能定低一点',
    '大事化小',
    '瞒一下',
    '帮我瞒着',
    '停一下催办',
    '先 别 报',
    '不要报告',
    '这事别上报',
    '记录能删吗',
  ])('%s', (text) => expect(asksToHide(text)).toBe(true))

  test.each([
    '',
    '先报告一下',
    '已上报教育厅',
    '攻击者删掉了登录记录',
    '黑客删除日志后退出',
    '日志被删除',
    '没有隐瞒',
    '没有隐瞒这件事',
    '攻击者把登录日志都删掉了',
    '黑客把访问记录清除了，请协助取证',
    '已断开网络，保留了日志',
    '记录了攻击来源',
    '首页被改',
    '昨晚9点',
    '没有及时报告',
    '不报告了',
    '压缩包被加密',
    '数据库压力大',
    '系统时间不准',
    '{{#x',
  ])('not: %s', (text) => expect(asksToHide(text)).toBe(false))
})

test('the sentences are those of regulations.md §6', () => {
  expect(harmfulText('100-0000-0093')).toBe(
    '请不要发送违法有害信息的原文、截图或链接内容，只需告诉我出现的位置和时间。技术处置由信息中心负责，内容处置请电话联系党委宣传部（100-0000-0093）。',
  )
  expect(harmfulText(undefined)).toContain('党委宣传部。')
  expect(noHiding).toBe(
    '按《实施细则》第十四条和《国家网络安全事件报告管理办法》第十条，迟报、漏报、谎报、瞒报要承担责任；按时如实报告可依第十一条从轻或免责。我不能推迟、隐藏或改写记录；如信息有误，可提交更正并说明原因。',
  )
})

test('nothing throws, and hostile text takes no long time', () => {
  const started = performance.now()
  for (const part of [
    '密码：',
    '-----BEGIN PRIVATE KEY-----',
    'eyJ-',
    '://a:',
    '1380013',
    '别',
    '请删',
    'a@',
  ]) {
    const text = part.repeat(5000)
    mentionsCredentials(text)
    redactCredentials(text)
    asksToHide(text)
  }
  expect(performance.now() - started).toBeLessThan(5000) // linear: some 50 ms
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      mentionsSecret(text)
      redactCredentials(text)
      asksToHide(text)
    }),
  )
})
