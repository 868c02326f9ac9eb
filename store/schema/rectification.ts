// What is a rectification notice (通报整改)? What a unit is asked to put right, until when, and how far that has come.
import { z } from 'zod'
import { asked } from './asked.js'

export const Rectification = z.object({ ...asked, kind: z.literal('rectification') })
export type Rectification = z.infer<typeof Rectification>
