// What is meant behind 通讯录? One of the three signatures under what waits, and why it is sent back.

type Way = 'ask_directory' | 'approve_directory' | 'return_directory'

const ways: readonly { way: Way; words: RegExp }[] = [
  { way: 'ask_directory', words: /^提请(?:核定)?/u },
  { way: 'approve_directory', words: /^核定(?:生效)?/u },
  { way: 'return_directory', words: /^(?:退回|撤回|不采用)/u },
]

export const directoryWay = (rest: string): { way: Way; reason?: string } | undefined => {
  const said = rest.trim()
  for (const { way, words } of ways) {
    const found = words.exec(said)
    if (!found) continue
    const reason = said.slice(found[0].length).trim()
    return { way, ...(reason ? { reason } : {}) }
  }
  return undefined
}
