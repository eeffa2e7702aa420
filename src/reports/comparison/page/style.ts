/** Quiet: one column, numbers of equal width, two colours that everybody can tell apart, and the reader's own light or dark. */
export const style = `
:root { color-scheme: light dark; --ink: #1c2733; --soft: #5b6875; --line: #d9dee4; --ground: #fff; --field: #f6f8fa; --up: #2f6f9f; --down: #c2762b; --level: #8b98a5 }
@media (prefers-color-scheme: dark) { :root { --ink: #dfe5ea; --soft: #93a1ad; --line: #333d47; --ground: #14191e; --field: #1c2329; --up: #6aa9d8; --down: #dd9a55; --level: #6b7884 } }
body { margin: 0 auto; max-width: 72rem; padding: 2rem 1.5rem 4rem; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums }
h1 { font-size: 1.35rem; font-weight: 600; margin: 0 0 .25rem }
h2 { font-size: 1.05rem; font-weight: 600; margin: 2.5rem 0 .25rem }
article + article { margin-top: 4rem; border-top: 1px solid var(--line); padding-top: 2.5rem }
p { margin: .35rem 0 }
.note, .when { color: var(--soft) }
.warning { color: var(--down) }
.big { display: flex; flex-wrap: wrap; align-items: baseline; gap: .4rem 1rem; font-size: 1.9rem; font-weight: 300; margin: .75rem 0 }
.big b { font-weight: 600 }
.wide { overflow-x: auto }
table { border-collapse: collapse; font-size: .93em }
th, td { text-align: left; padding: .3rem .9rem .3rem 0; vertical-align: top; font-weight: 400 }
thead th { color: var(--soft); border-bottom: 1px solid var(--line); white-space: nowrap }
tbody tr + tr > * { border-top: 1px solid var(--line) }
.causes th[scope] { max-width: 24rem }
.end > * { font-weight: 600 }
.n { text-align: right; white-space: nowrap }
.strong { font-weight: 600 }
svg line { stroke: var(--line) }
svg .up { fill: var(--up) } svg .down { fill: var(--down) } svg .level { fill: var(--level) }
svg text { fill: var(--soft); font: 10px system-ui, sans-serif; text-anchor: middle }
.cells { min-width: 46rem }
.cells .head, .cells summary { display: grid; grid-template-columns: repeat(var(--dimensions), minmax(6rem, 1.3fr)) 7rem 7rem 7rem 130px 7rem; gap: .8rem; padding: .35rem .4rem; align-items: center }
.cells .head { color: var(--soft); border-bottom: 1px solid var(--line); align-items: end }
.cells .head .n { white-space: normal; overflow-wrap: anywhere; line-height: 1.25 }
.cells summary { cursor: pointer; list-style: none; border-bottom: 1px solid var(--line) }
.cells summary > span { overflow-wrap: anywhere }
.cells summary:hover, .cells details[open] > summary { background: var(--field) }
.cells summary:focus-visible { outline: 2px solid var(--up); outline-offset: -2px }
.behind { padding: .5rem .4rem 1.2rem 1.4rem; background: var(--field); border-bottom: 1px solid var(--line) }
.behind ul { margin: .3rem 0; padding-left: 1.2rem }
.spreads { display: flex; flex-wrap: wrap; gap: 1.5rem 3rem }
figure { margin: .5rem 0; max-width: 100%; overflow-x: auto }
figcaption { margin-bottom: .4rem }
code { font-size: .92em }
@media print { .cells details > .behind { display: block } body { max-width: none } }
`
