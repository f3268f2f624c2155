/** The look of the report: ink on paper, one accent, numbers first; light and dark. */
export const reportStyles = `
:root { color-scheme: light dark; --paper: #fbfaf7; --sheet: #ffffff; --ink: #1c1a17; --soft: #6b665e;
  --rule: #e6e2da; --accent: #c4361c; --yours: #1d7a4c; --short: #a86a00; --lost: #b3261e; --faint: #b9b3a8; }
@media (prefers-color-scheme: dark) { :root { --paper: #14130f; --sheet: #1c1b17; --ink: #f2efe8;
  --soft: #a8a297; --rule: #34312a; --accent: #ff7657; --yours: #5fc492; --short: #e5ab4c; --lost: #ff8a80; --faint: #6b665e; } }
* { box-sizing: border-box; margin: 0 }
body { background: var(--paper); color: var(--ink); font: 16px/1.5 Pretendard, system-ui, "Apple SD Gothic Neo", sans-serif;
  font-variant-numeric: tabular-nums; padding: 48px 24px 64px }
main { max-width: 1120px; margin: 0 auto; display: grid; gap: 48px }
header { display: grid; gap: 8px }
h1 { font-size: 64px; line-height: 1.05; letter-spacing: -0.03em; font-weight: 700 }
h1.kept { color: var(--yours) } h1.broken { color: var(--lost) }
h2 { font-size: 20px; font-weight: 650; letter-spacing: -0.01em; margin-bottom: 4px }
.lead, .note { color: var(--soft); max-width: 70ch } .note { font-size: 14px; margin-bottom: 12px }
section > .sheet { background: var(--sheet); border: 1px solid var(--rule); border-radius: 12px; padding: 16px 24px }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(168px, 1fr)); gap: 1px; background: var(--sheet);
  border: 1px solid var(--rule); border-radius: 12px; overflow: hidden }
.figures div { box-shadow: 0 0 0 1px var(--rule); padding: 16px 24px } .figures b { display: block; font-size: 28px; line-height: 1.2;
  letter-spacing: -0.02em; font-weight: 650 } .figures span { font-size: 14px; color: var(--soft) }
table { width: 100%; border-collapse: collapse; font-size: 14px } th { text-align: left; font-weight: 500; color: var(--soft) }
th, td { padding: 8px 12px 8px 0; border-bottom: 1px solid var(--rule) } tr:last-child td { border-bottom: 0 }
td.n, th.n { text-align: right } td.mark { width: 28px; font-weight: 700 } .mark.kept { color: var(--yours) } .mark.broken { color: var(--lost) }
figure + figure { margin-top: 24px } figcaption { display: flex; flex-wrap: wrap; gap: 4px 24px; font-size: 14px; color: var(--soft); margin-bottom: 4px }
.key i { display: inline-block; width: 12px; height: 12px; border-radius: 3px; margin-right: 8px; background: currentColor; vertical-align: -1px }
svg { width: 100%; height: auto; display: block } .scale { font-size: 12px; fill: var(--soft) } .rule { stroke: var(--rule) }
.door { stroke: var(--accent); stroke-dasharray: 3 3 } .line { fill: none; stroke-width: 2; stroke-linejoin: round }
.line.ink { stroke: var(--ink) } .line.accent { stroke: var(--accent) } .line.yours { stroke: var(--yours) } .line.short { stroke: var(--short) }
.line.lost { stroke: var(--lost) } .line.soft { stroke: var(--faint) } .area { opacity: .13 } .area.ink { fill: var(--ink) }
.area.accent { fill: var(--accent) } .area.yours { fill: var(--yours) } .area.soft { fill: var(--faint); opacity: .3 }
.bar.yours { fill: var(--yours) } .bar.short { fill: var(--short) } .bar.lost { fill: var(--lost) } .bar.soft { fill: var(--faint) }
.key.ink i { background: var(--ink) } .key.accent i { background: var(--accent) } .key.yours i { background: var(--yours) }
.key.short i { background: var(--short) } .key.lost i { background: var(--lost) } .key.soft i { background: var(--faint) }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(320px, 1fr)); gap: 24px } .meter { height: 8px; border-radius: 4px; background: var(--rule); min-width: 120px }
.meter i { display: block; height: 100%; border-radius: 4px; background: var(--ink) } .meter.accent i { background: var(--accent) }
.wider { color: var(--lost) } .closer { color: var(--yours) } footer { color: var(--soft); font-size: 14px }
@media (max-width: 600px) { h1 { font-size: 40px } body { padding: 24px 16px } section > .sheet { padding: 12px 16px } }
`
