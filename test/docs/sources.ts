/** A reference, whose address stands at the page's end. */
export function sourceLink(source: string): string {
  return addressOf(source) === null ? `\`${source}\`` : `[${source}]`
}

function addressOf(source: string): string | null {
  const page = /^([\w-]+)\((\d)\)$/.exec(source)
  if (page !== null) return `https://man7.org/linux/man-pages/man${page[2]}/${page[1]}.${page[2]}.html`
  const rfc = /^RFC (\d+)(?: section ([\d.]+))?$/.exec(source)
  if (rfc !== null)
    return `https://www.rfc-editor.org/rfc/rfc${rfc[1]}${rfc[2] === undefined ? '' : `#section-${rfc[2]}`}`
  const kernel = /^(networking\/.+)\.rst$/.exec(source)
  if (kernel !== null) return `https://docs.kernel.org/${kernel[1]}.html`
  return /^[\w.]+\.org\//.test(source) ? `https://${source}` : null
}

/** The addresses of the references that a text has. */
export function references(text: string): string {
  const names = new Set([...text.matchAll(/\[([^\]]+)\](?![([:])/g)].map((match) => match[1]!))
  const lines = [...names].sort().flatMap((name) => {
    const address = addressOf(name)
    return address === null ? [] : `[${name}]: ${address}`
  })
  return lines.join('\n')
}
