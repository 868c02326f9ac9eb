// How does TypeScript become what Node runs? Compiles into dist/ what is not there yet; quiet when there is nothing to say.
import { compile } from './compile.mjs'

process.exit(compile('tsconfig.build.json', 'dist') ? 0 : 1)
