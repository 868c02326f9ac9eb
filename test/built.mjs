// Do the tests that start the program start these very sources? Built before the first of them, and before each repetition.
import { compile } from '../scripts/compile.mjs'

/** The compiler's complaints are printed; a test of something else need not wait until they are mended. */
const build = () => {
  compile('tsconfig.build.json', 'dist')
}

export default (project) => {
  build()
  project.onTestsRerun(build)
}
