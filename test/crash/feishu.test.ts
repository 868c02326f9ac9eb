// Does nothing get lost or doubled on Feishu when the process is killed?
import { rounds } from './rounds.js'

rounds('feishu')
