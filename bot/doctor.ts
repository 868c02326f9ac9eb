// What does `npm run doctor` do? Says all that was found, each with its mend; 1 where something stands in the way.
import { printed, verdict } from '../templates/operator/finding.js'
import { loadDotEnv } from './process/config.js'
import { readiness } from './readiness.js'

loadDotEnv()
const findings = await readiness(process.env)
for (const finding of findings) process.stdout.write(printed(finding))
process.stdout.write(verdict(findings))
process.exitCode = findings.every(({ good }) => good) ? 0 : 1
