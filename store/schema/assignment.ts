// What is an assignment (督办事项)? What the office gives a unit to do, until when, and how far that has come.
import { z } from 'zod'
import { asked } from './asked.js'

export const Assignment = z.object({ ...asked, kind: z.literal('assignment') })
export type Assignment = z.infer<typeof Assignment>
