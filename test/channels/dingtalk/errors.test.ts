import { describe, expect, it } from 'vitest'
import { nextMonth, Refused, refusalIn, silence } from '../../../bot/channels/dingtalk/errors.js'

const now = Date.parse('2026-11-24T00:00:00.000Z')
const december = Date.parse('2026-11-30T16:00:00.000Z') // midnight in Beijing
const access = 'Forbidden.AccessDenied.'

describe('what a refusal means', () => {
  it.each([
    [400, { code: 'InvalidAuthentication', message: 'x' }, 'transient', undefined],
    [400, { code: 'invalidClientIdOrSecret', message: 'x' }, 'down', undefined],
    [401, { code: 'authFailed', message: '鉴权失败', requestid: 'r' }, 'down', undefined],
    [403, { code: `${access}AccessTokenPermissionDenied` }, 'down', undefined],
    [403, { code: `${access}IpNotInWhiteList` }, 'down', undefined],
    [403, { code: `${access}QpsLimitForAppkeyAndApi` }, 'limited', now + 2_000],
    [403, { code: `${access}QpsLimitForApi` }, 'limited', now + 2_000],
    [403, { code: `${access}QpmLimitForAppkeyAndApi` }, 'limited', now + 60_000],
    [403, { code: `${access}ApiCountLimitForOrg` }, 'limited', december],
    [400, { code: 'staffId.notExisted' }, 'unreachable', undefined],
    [400, { code: 'robot.oto.notExist' }, 'unreachable', undefined],
    [400, { code: 'chatbotId.notAllow.sendOTO' }, 'unreachable', undefined],
    [400, { code: 'param.userIdNotExist' }, 'unreachable', undefined],
    [400, { code: 'param.templateNotExist' }, 'refused', undefined],
    [400, { code: 'invalidParameter.msgParam.tooLong' }, 'refused', undefined],
    [500, { code: 'system.error' }, 'transient', undefined],
    [500, { code: 'system.busy' }, 'transient', undefined],
    [502, undefined, 'down', undefined],
    [404, undefined, 'refused', undefined],
    [429, undefined, 'limited', now + 2_000],
    [403, { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'u' }, 'limited', now + 5_000],
    [200, { status: 1111, wait: '7' }, 'limited', now + 7_000],
    [200, { errcode: 40014, errmsg: 'x' }, 'transient', undefined],
    [200, { errcode: '42001', errmsg: 'x' }, 'transient', undefined],
    [200, { errcode: 90018 }, 'limited', now + 2_000],
    [200, { errcode: 90020 }, 'limited', december],
    [200, { errcode: 60121 }, 'unreachable', undefined],
    [200, { errcode: 60020 }, 'down', undefined],
    [200, { errcode: -1 }, 'transient', undefined],
    [200, { errcode: 88, sub_code: '60011', sub_msg: '没有权限 qyapi_get_member' }, 'down', undefined],
    [200, { errcode: 300001, errmsg: 'session 不存在' }, 'refused', undefined],
    [200, { success: false, code: 'param.invalid' }, 'refused', undefined],
  ])('%i %j', (status, body, failure, retryAt) => {
    const refused = refusalIn(status, body, now)
    expect([refused?.failure, refused?.retryAt]).toEqual([failure, retryAt])
    expect(refused?.message).toMatch(/[\u4e00-\u9fff]/)
  })

  it.each([
    [200, { errcode: 0, errmsg: 'ok' }],
    [200, { errcode: '0' }],
    [200, { processQueryKey: 'k', invalidStaffIdList: [] }],
    [200, { success: true, result: true }],
  ])('no refusal: %i %j', (status, body) => {
    expect(refusalIn(status, body, now)).toBeUndefined()
  })

  it('names the permission that is missing, from the detail or from the sentence', () => {
    const code = `${access}AccessTokenPermissionDenied`
    const detail = { accessdenieddetail: { requiredScopes: ['Card.Instance.Write'] } }
    expect(refusalIn(403, { code, ...detail }, now)?.about.scope).toBe('Card.Instance.Write')
    const message = '应用尚未开通所需的权限：[qyapi_robot_sendmsg]，点击链接申请'
    expect(refusalIn(403, { code, message }, now)?.about.scope).toBe('qyapi_robot_sendmsg')
    expect(
      refusalIn(200, { errcode: 88, sub_code: '60011', sub_msg: '没有权限 qyapi_get_member' }, now)?.about
        .scope,
    ).toBe('qyapi_get_member')
  })

  it('the next month begins in Beijing', () => {
    expect(nextMonth(now)).toBe(december)
    expect(nextMonth(december - 1)).toBe(december)
    expect(new Date(nextMonth(december)).toISOString()).toBe('2026-12-31T16:00:00.000Z')
  })

  it('silence: the platform is down; may the request have arrived?', () => {
    const refused = new TypeError('fetch failed', {
      cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
    })
    expect(silence(refused)).toMatchObject({ failure: 'down', code: 'econnrefused', about: { sent: false } })
    expect(silence(new DOMException('late', 'TimeoutError'))).toMatchObject({
      failure: 'down',
      code: 'timeout',
      about: { sent: true },
    })
    expect(silence('odd')).toBeInstanceOf(Refused)
  })
})
