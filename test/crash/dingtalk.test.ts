// Does nothing get lost or doubled on DingTalk when the process is killed?
import { rounds } from './rounds.js'

rounds('dingtalk')
