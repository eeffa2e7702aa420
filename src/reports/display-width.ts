/** How many columns of a terminal a text takes: none for combining marks and controls, two for East Asian wide characters and emoji. */

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u
const control = /^[\p{Cc}\p{Cf}\p{Mn}]+$/u

export function displayWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length
  let width = 0
  for (const { segment } of segmenter.segment(text)) width += widthOf(segment)
  return width
}

/** The text in at most `width` columns; where it is cut, its last column is `…`. */
export function cutToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  let used = 0
  for (const { segment } of segmenter.segment(text)) {
    const next = used + widthOf(segment)
    if (next > width - 1) break
    kept += segment
    used = next
  }
  return `${kept}…`
}

function widthOf(grapheme: string): number {
  if (control.test(grapheme)) return 0
  return wide.test(grapheme) ? 2 : 1
}
