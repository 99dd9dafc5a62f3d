/** One warning of RFC 7234: three digits, an agent, a quoted text, and perhaps a date. */
const warning = /\d{3} \S+ "((?:[^"\\]|\\.)*)"(?: "[^"]*")?/g

/** The texts of all `Warning` headers among Node's raw ones (name, value, name, value …), unquoted, each once. */
export function warningTexts(rawHeaders: string[]): string[] {
  const texts = rawHeaders.flatMap((name, index) => {
    if (index % 2 === 1 || name.toLowerCase() !== 'warning') {
      return []
    }
    // Node reads header bytes as Latin-1; Kubernetes writes UTF-8.
    const value = Buffer.from(rawHeaders[index + 1] ?? '', 'latin1').toString('utf8')
    return [...value.matchAll(warning)].map(([, quoted = '']) => quoted.replace(/\\(.)/g, '$1'))
  })
  return [...new Set(texts)]
}
