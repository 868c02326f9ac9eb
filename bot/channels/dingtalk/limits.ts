// How much does DingTalk allow? Its figures, dated: they are the platform's to change, and the operator's to correct.

/** Calls of the API, and pushes (webhook and Stream), each month. */
export type Quota = { calls: number; pushes: number }

/**
 * Read on `asOf` in 钉钉开放平台《接口调用量与频控》 (1431–1439: 标准版自 2025-11-19 起，每个组织每月); the campus's own
 * in `rules.yaml`, `platforms.dingtalk`.
 */
export const limits = {
  asOf: '2026-08-22',
  monthly: { calls: 5_000, pushes: 3_000 } satisfies Quota as Quota,
  /** In any second, for each app and endpoint. */
  perEndpointPerSecond: 20,
} as const
