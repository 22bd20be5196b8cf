/** Escapes text for SVG. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** A text at a point. `className` is one of the classes of `svg`. */
export const label = (x: number, y: number, text: string, className = ''): string =>
  `  <text x="${x}" y="${y}"${className === '' ? '' : ` class="${className}"`} xml:space="preserve">${escaped(text)}</text>`

/** A picture that follows the color scheme of the reader. `title` is its text for a screen reader. */
export const svg = (width: number, height: number, title: string, parts: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
  <title>${escaped(title)}</title>
  <style>
    .paper { fill: #ffffff }
    text { font: 13px system-ui, sans-serif; fill: #1f2328 }
    .head { font-weight: 600; text-anchor: middle }
    .middle { text-anchor: middle }
    .quiet { fill: #59636e }
    .code { font: 12px ui-monospace, monospace }
    .past { fill: #59636e }
    .here { fill: #0a5fc2; font-weight: 600 }
    .box { fill: #f1f4f8; stroke: #c3ccd6 }
    .mark { fill: #dcebff }
    .line { stroke: #8b949e; fill: none }
    .arrow { stroke: #0a5fc2; fill: none }
    .tip { fill: #0a5fc2; stroke: none }
    @media (prefers-color-scheme: dark) {
      .paper { fill: #14181d }
      text { fill: #e6edf3 }
      .quiet, .past { fill: #a3adb8 }
      .here { fill: #79b8ff }
      .box { fill: #1e252d; stroke: #3d4752 }
      .mark { fill: #17365c }
      .arrow { stroke: #79b8ff }
      .tip { fill: #79b8ff }
    }
  </style>
  <rect class="paper" width="${width}" height="${height}" rx="8" />
${parts.join('\n')}
</svg>
`
