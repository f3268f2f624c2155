/** Takes the text of an event stream (WHATWG HTML, 9.2) as it comes; tells the data of each event. */
export function eventReader(told: (data: unknown) => void): (text: string) => void {
  let rest = ''
  return text => {
    const blocks = (rest + text).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const lines = block.split('\n').filter(line => line.startsWith('data:'))
      if (lines.length > 0) told(JSON.parse(lines.map(line => line.slice(5)).join('\n')))
    }
  }
}
