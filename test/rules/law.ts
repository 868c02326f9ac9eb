// What does a file say that gives a part only? Read over the shipped law, as the program does, but without a fingerprint.
import * as rules from '../../rules/rules.js'
import { readRulesFile, shippedPath } from '../../store/rules-yaml.js'

export const law = rules.lawOf(readRulesFile(shippedPath()))
export const parseRules = (raw: unknown): rules.Rules => rules.parseRules(raw, law)
