/** Of the grid, on top of what all pages share: what stands is quiet, what does not has a letter and a ground. */
export const style = `
body { max-width: 80rem }
i { font-style: normal }
.standing { border-collapse: separate; border-spacing: 1.5px; font-size: .82rem }
.standing th, .standing td { padding: 0; border: 0 !important }
.standing thead th { text-align: center; font-size: .78rem }
.standing thead th[colspan] { text-align: left; border-left: 1px solid var(--line) !important; padding-left: .25rem }
.standing thead th.n { text-align: right; padding-left: .8rem }
.standing th[scope=row] { position: sticky; left: 0; background: var(--ground); padding-right: .9rem; white-space: nowrap }
.standing td.n { padding-left: .8rem; color: var(--soft) }
.standing td svg { display: block; margin: 0 auto }
.standing .days th { color: var(--soft) }
.standing i { display: block; min-width: 1.4rem; text-align: center; overflow: hidden }
.standing small { font-size: .68em; margin-left: 1px; font-weight: 400 }
i { border-radius: 3px; height: 1.35rem; line-height: 1.35rem; font-weight: 600 }
i.current, i.retired { background: var(--field); color: var(--level); font-weight: 400 }
i.signed-off { background: var(--field); color: var(--up) }
i.failed, i.quarantined { background: var(--down); color: var(--ground) }
i.missing { background: color-mix(in srgb, var(--down) 28%, var(--ground)) }
i.stale, i.dirty, i.discarded { background: color-mix(in srgb, var(--level) 38%, var(--ground)) }
i.running { background: var(--up); color: var(--ground) }
.chips, .key { display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; color: var(--soft) }
.key { margin-top: .8rem; font-size: .86rem }
.chips i, .key i, .reasons i { display: inline-block; min-width: 1.35rem; text-align: center; margin-right: .45rem }
.reasons td { white-space: nowrap }
.reasons td:nth-child(4), .reasons td:nth-child(5) { white-space: normal; min-width: 14rem }
abbr { text-decoration: none; cursor: help }
ul { margin: .3rem 0; padding-left: 1.2rem }
`
