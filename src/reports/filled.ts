/** As many of the texts on a line as it has room for; a line that is not the last ends in what stands between them. */
export function filled(texts: readonly string[], width: number, between: string): string[] {
  const end = between.trimEnd()
  const lines: string[] = []
  for (const text of texts) {
    const line = lines.pop()
    const longer = `${line}${between}${text}`
    if (line === undefined) lines.push(text)
    else if (longer.length + end.length <= width) lines.push(longer)
    else lines.push(`${line}${end}`, text)
  }
  return lines
}
