// How does a measured thing get a process of its own? Forked, spoken to by messages, so that no heap warms or burdens another.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const answerOf = (child) =>
  new Promise((resolve, reject) => {
    const ended = (code) => reject(new Error(`a measured process ended early (${code})`))
    child.once('exit', ended)
    child.once('message', (message) => {
      child.off('exit', ended)
      resolve(message)
    })
  })

/** Forks a file of bench/lib. Its first message says that it is ready. */
export const forked = async (file, options, execArgv = []) => {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [JSON.stringify(options)], { execArgv })
  const ready = await answerOf(child)
  return {
    ready,
    pid: child.pid,
    ask(message) {
      const answer = answerOf(child)
      child.send(message)
      return answer
    },
    /** What it says next, unasked. */
    answer: () => answerOf(child),
    end() {
      const over = new Promise((resolve) => child.once('exit', resolve))
      child.send('end')
      return over
    },
  }
}
