// What does `npm start` do? Builds, then runs the bot. One process from here on, so that whoever stops it stops all of it.
import { spawnSync } from 'node:child_process'

const built = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' })
if (built.status !== 0) process.exit(built.status ?? 1)
await import('./run.mjs')
