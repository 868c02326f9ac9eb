// Which rules are in force? The file of the operator, checked against the law's shapes.
import { parseRules, type Rules } from '../rules/rules.js'
import { readChecked } from '../store/rules-file.js'

/** Throws `Mistakes`, each `rules.yaml:34 clocks[3].within …`. */
export const loadRules = async (path: string): Promise<Rules> => readChecked(path, parseRules)
