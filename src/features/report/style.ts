/** The page's whole style. The colours of charts are attributes there, which rules of the same colour turn to the dark. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1f2933;--soft:#52606d;--rule:#d3d9e0;--paper:#fff;--card:#f5f7f9;--week:#1d4ed8;--before:#8a94a0;--away:#b45309}
@media (prefers-color-scheme:dark){:root{--ink:#e8ecf0;--soft:#a7b1bc;--rule:#3a444f;--paper:#14181d;--card:#1d232a;--week:#7aa2ff;--before:#7b8794;--away:#f0a35e}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif;overflow-wrap:anywhere}
main{max-width:44rem;margin:0 auto;padding:1.25rem 1rem 3rem}
h1{font-size:1.5rem;line-height:1.25;margin:0}
h2{font-size:1.15rem;margin:2rem 0 .6rem;padding-top:.6rem;border-top:1px solid var(--rule)}
h3{font-size:.95rem;margin:0;font-weight:600}
p,ul,dl{margin:.5rem 0}
ul{padding-left:1.2rem}
li{margin:.3rem 0}
.sub,.soft,small{color:var(--soft)}
.sub{margin:.15rem 0}
.mark{display:inline-block;border:1px solid var(--away);color:var(--away);border-radius:1rem;padding:0 .6rem;font-size:.85rem}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:.6rem}
.figure{background:var(--card);border-radius:.6rem;padding:.6rem .75rem}
.figure a{color:var(--soft);font-size:.9rem;text-decoration:underline;text-decoration-style:dotted;text-underline-offset:.2em}
.figure b{display:block;font-size:1.35rem;line-height:1.3}
.figure small{display:block;font-size:.82rem;line-height:1.4}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(18rem,100%),1fr));gap:1.25rem}
.chart>svg{display:block;width:100%;height:auto}
.legend{margin:.1rem 0 .3rem;font-size:.85rem;color:var(--soft)}
.legend svg{width:.7em;height:.7em;margin:0 .3em 0 0}
.legend span{margin-right:1em}
.card{background:var(--card);border-radius:.6rem;padding:.75rem .9rem;margin:.6rem 0}
.card p{margin:.3rem 0}
.verdict{font-weight:600}
.row{display:flex;justify-content:space-between;gap:1rem;align-items:baseline}
.row b{white-space:nowrap}
.bar{display:block;width:100%;height:.5rem;margin:.3rem 0}
details{font-size:.9rem;color:var(--soft)}
summary{cursor:pointer}
dt{font-weight:600;margin-top:.7rem;scroll-margin-top:1rem}
dd{margin:0;color:var(--soft)}
dt:target,dt:target+dd{background:var(--card)}
footer{margin-top:2.5rem;font-size:.85rem;color:var(--soft)}
[fill="#1d4ed8"]{fill:var(--week)}[fill="#b45309"]{fill:var(--away)}[fill="#8a94a0"]{fill:var(--before)}[fill="#52606d"]{fill:var(--soft)}[fill="#d3d9e0"]{fill:var(--rule)}
[stroke="#8a94a0"]{stroke:var(--before)}[stroke="#d3d9e0"]{stroke:var(--rule)}
@media print{
:root{color-scheme:light;--ink:#1f2933;--soft:#52606d;--rule:#d3d9e0;--paper:#fff;--card:#f5f7f9;--week:#1d4ed8;--before:#8a94a0;--away:#b45309}
@page{size:A4;margin:14mm}
body{font-size:11pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
main{max-width:none;padding:0}
.figures{grid-template-columns:repeat(4,1fr)}
.charts{grid-template-columns:1fr 1fr}
.figure,.chart,.card,li,dt,dd{break-inside:avoid}
h2,dt{break-after:avoid}
}
`;
