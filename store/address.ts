// Which address is written here? URLs, hosts and IP addresses in a text that people typed or pasted; pure.

/** `path` begins with a slash, or is empty; `www.` is nothing that people pay heed to. */
type Address = { host: string; port: string; path: string }

export const isIp = (host: string): boolean => /^(?:\d{1,3}\.){3}\d{1,3}$|^\[/u.test(host)

/** A host is an IP, or ends in letters: 3.5 and 2026.11.23 are none. */
const isHost = (host: string): boolean => isIp(host) || /[a-z0-9]\.[a-z]{2,24}$/u.test(host)

const addressOf = (token: string): Address[] => {
  const [, host = '', port = '', path = ''] =
    /^(?:[a-z]{2,8}:\/\/)?(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::(\d{1,5}))?([/?#].*)?$/u.exec(token) ?? []
  return isHost(host)
    ? [{ host: host.replace(/^www\./u, ''), port, path: path.replace(/[?#].*$|\/$/u, '') }]
    : []
}

/** hxxp://a[.]b.cn, as careful people write it, is http://a.b.cn. */
export const addressesIn = (text: string): Address[] =>
  (
    text
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll('[.]', '.')
      .replace(/\bhxxp/gu, 'http')
      .match(/[a-z0-9[\]_.:/?#%&=~+@-]+/gu) ?? []
  ).flatMap((token) => addressOf(token.replace(/[.:]$/u, '')))
