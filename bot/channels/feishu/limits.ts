// How much does Feishu allow? Its figures, dated: they are the platform's to change, and the operator's to correct.

/**
 * Read on `asOf` in 飞书开放平台《API 调用量与频控》《消息概述》 (免费版：每个企业每月). Where a campus has bought more,
 * or a page says otherwise by now: `FEISHU_MONTHLY_CALLS` in `.env` (0: without a limit). The paces are kept a little
 * below what is allowed, since what leaves evenly does not arrive evenly.
 */
export const limits = {
  asOf: '2026-05-24',
  /** Of all self-built apps of a tenant on the free plan; tokens, events and contacts are not counted. */
  monthlyCalls: 10_000,
  perApi: { perSecond: 50, perMinute: 1_000 },
  perChatPerSecond: 5,
  perMessagePerSecond: 5,
  tasksPerSecond: 10,
  /** Cards can be pressed and drawn anew for 14 days. */
  cardStandsMs: 13 * 86_400_000,
  /** Messages that one call of the history brings at most. */
  historyPage: 50,
} as const
