// What does `npm start` do? Compiles what is not compiled yet, then runs the bot. One process from here on, so that whoever stops it stops all of it.
import { compile } from './compile.mjs'

if (!compile('tsconfig.build.json', 'dist')) process.exit(1)
await import('./run.mjs')
