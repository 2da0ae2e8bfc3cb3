/** The page's own style: one column of text beside a list of everything, light and dark by the system. */
export const style = `
:root{color-scheme:light dark;--bg:#fbfaf8;--card:#fff;--text:#23262b;--dim:#6d7178;--rule:#e6e3dd;--soft:#f3f1ec;--accent:#2f6f6a;--bar:#b9d3cf;--pii:#8a4b12;--piibg:#fbeede;--good:#2d6a3e;--goodbg:#e5f2e8;--warn:#7a5b00;--warnbg:#faf1d6;--bad:#a3312a;--badbg:#fbe6e3;--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){:root{--bg:#16181b;--card:#1c1f23;--text:#dcdee1;--dim:#969ba3;--rule:#2d3137;--soft:#23272c;--accent:#7cc4bd;--bar:#335a56;--pii:#f0bd83;--piibg:#3a2c1c;--good:#8fd0a0;--goodbg:#1f3326;--warn:#e3c76b;--warnbg:#38311a;--bad:#f09a92;--badbg:#3d2422}}
*{box-sizing:border-box}
html{scroll-padding-top:4.2rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text);font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-variant-numeric:tabular-nums}
a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}
code,.raw{font:12.5px/1.4 var(--mono)}
header{position:sticky;top:0;z-index:5;display:flex;gap:1rem;align-items:center;padding:.6rem 1.5rem;background:var(--bg);border-bottom:1px solid var(--rule)}
header h1{font-size:1rem;margin:0;white-space:nowrap}header h1 small{color:var(--dim);font-weight:400;margin-left:.4rem}
.search{position:relative;flex:1;max-width:34rem;margin-left:auto}
.search input{width:100%;padding:.45rem .7rem;border:1px solid var(--rule);border-radius:7px;background:var(--card);color:inherit;font:inherit}
.search ul{position:absolute;left:0;right:0;top:calc(100% + 4px);margin:0;padding:.3rem;list-style:none;max-height:24rem;overflow:auto;background:var(--card);border:1px solid var(--rule);border-radius:8px;box-shadow:0 8px 28px rgba(0,0,0,.16)}
.search li{display:flex;gap:.7rem;align-items:baseline;padding:.3rem .5rem;border-radius:5px;cursor:pointer}
.search li[aria-selected=true]{background:var(--soft)}
.search li small{color:var(--dim);margin-left:auto;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;max-width:55%}
.search li span{font:12.5px/1.4 var(--mono);overflow-wrap:anywhere}
.search li.none{color:var(--dim);cursor:default}
.body{display:grid;grid-template-columns:15.5rem minmax(0,1fr);gap:2.5rem;max-width:86rem;margin:0 auto;padding:0 1.5rem 6rem}
nav{position:sticky;top:3.4rem;align-self:start;max-height:calc(100vh - 3.4rem);overflow:auto;padding:1.2rem 0;font-size:13px}
nav b{display:block;margin:1rem 0 .2rem;color:var(--dim);font-weight:500;font-size:12px}
nav a{display:block;padding:.1rem 0;color:var(--text);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}nav a.t{font:12px/1.55 var(--mono)}
nav>summary{display:none}
section{padding-top:1.4rem}
h2{font-size:1.25rem;margin:1rem 0 .8rem}h2 small,h3 small,h4 small{font-weight:400;font-size:.8rem;color:var(--dim);margin-left:.35rem}
h3{font-size:1rem;margin:1.6rem 0 .6rem}h4{margin:0 0 .2rem;font-size:.95rem}
p{margin:.4rem 0}.note{color:var(--dim);font-size:13px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13px}
th{font-weight:500;color:var(--dim);text-align:left;font-size:12px}
th,td{padding:.28rem .9rem .28rem 0;border-bottom:1px solid var(--rule);vertical-align:top}
tbody tr:last-child>*{border-bottom:0}tbody+tbody tr:first-child>*{border-top:1px solid var(--rule)}
td:first-child:not(.num){overflow-wrap:anywhere;min-width:8rem}th.num:first-child,td.num:first-child{width:3rem}
tr.group>*{vertical-align:bottom;padding-top:.8rem}tr.group th{color:var(--text);font-weight:600;font-size:13px}
tr.ours td:first-child code{color:var(--dim)}
.card:target{border-color:var(--accent)}tr:target{background:var(--soft);box-shadow:-8px 0 0 var(--soft),8px 0 0 var(--soft)}
.num{text-align:right;white-space:nowrap}.time,.type{color:var(--dim);white-space:nowrap}
.wide td:nth-child(4){min-width:5rem}
details.table{background:var(--card);border:1px solid var(--rule);border-radius:9px;margin:.5rem 0}
details.table>summary{display:flex;gap:1rem;align-items:baseline;padding:.5rem .9rem;cursor:pointer;list-style:none}
details.table>summary::-webkit-details-marker{display:none}
details.table>summary::before{content:"›";color:var(--dim);width:.6rem;transition:transform .12s}details.table[open]>summary::before{transform:rotate(90deg)}
details.table>summary code{font-weight:600}
details.table[open]>summary{border-bottom:1px solid var(--rule)}
details.table>.scroll,details.table>.note{padding:.2rem .9rem .3rem}
.what{color:var(--dim);flex:1;min-width:0;font-size:13px}.n{white-space:nowrap}.n small{color:var(--dim)}
.dict{table-layout:fixed}.dict th:nth-child(1){width:25%}.dict th:nth-child(2){width:10%}.dict th:nth-child(4){width:27%}.dict td{overflow-wrap:anywhere}
.from{min-width:11rem}.from ul{margin:0;padding:0;list-style:none}.from summary{color:var(--dim);cursor:pointer;font-size:12px}
.from a,.made a{font:12px/1.5 var(--mono);margin-right:.35rem}.from .raw,.made .raw{color:var(--dim);font-size:11.5px}
.ref{white-space:nowrap;font:12px/1.4 var(--mono)}
.tag{font-weight:500;font-size:10.5px;padding:.05rem .3rem;border-radius:4px;background:var(--soft);color:var(--dim)}
.tag.pii{background:var(--piibg);color:var(--pii)}.tag.key{color:var(--accent)}
.mark{padding:.05rem .4rem;border-radius:4px;background:var(--soft)}.mark.good{background:var(--goodbg);color:var(--good)}.mark.warn{background:var(--warnbg);color:var(--warn)}.mark.bad{background:var(--badbg);color:var(--bad)}
.bar{display:block;width:6rem;height:.5rem;margin-top:.42rem;border-radius:3px;background:var(--soft);overflow:hidden}.bar i{display:block;height:100%;background:var(--bar)}
.pair,.states{display:grid;grid-template-columns:repeat(auto-fit,minmax(19rem,1fr));gap:1.5rem;align-items:start}
.card{background:var(--card);border:1px solid var(--rule);border-radius:9px;padding:.8rem .9rem}.card p{color:var(--dim);font-size:13px}
.card .bar{width:4rem}
.chip{display:inline-block;margin:.15rem .25rem .15rem 0;padding:.05rem .5rem;border:1px solid var(--rule);border-radius:99px;font-size:12px}.chip b{color:var(--dim);font-weight:400}
.plain{padding:0;list-style:none}
.facts{display:flex;flex-wrap:wrap;gap:.4rem 2rem;margin:1.4rem 0 0;padding:0}.facts div{display:flex;flex-direction:column}.facts dt{order:2;color:var(--dim);font-size:12px}.facts dd{margin:0;font-size:1.35rem;font-weight:500}
figure{margin:0}svg{display:block;width:100%;min-width:820px;height:auto;font:13px system-ui,sans-serif}
svg rect{fill:var(--card);stroke:var(--rule)}svg .hub rect{stroke:var(--accent)}svg .state rect{fill:var(--soft)}
svg text{fill:var(--text)}svg .dim,svg .label{fill:var(--dim);font-size:11.5px}svg .name{font-weight:600;font-size:14px}svg .identifier,svg .trait,svg .relationship,svg .state text,svg .source text:first-of-type{font:12px var(--mono)}
svg .edge{fill:none;stroke:var(--bar);stroke-width:1.5}svg .tie{stroke-dasharray:3 3}svg .rule{stroke:var(--rule)}
@media (max-width:860px){header{flex-wrap:wrap;padding:.6rem 1rem}.search{max-width:none;flex-basis:100%}html{scroll-padding-top:6.6rem}.body{display:block;padding:0 1rem 4rem}nav{position:static;max-height:none;padding:.6rem 0;columns:2}nav b{break-after:avoid}nav .tables{display:none}.dict,.dict tbody{display:block}.dict thead{display:none}.dict tr{display:grid;grid-template-columns:1fr auto;padding:.35rem 0;border-bottom:1px solid var(--rule)}.dict td{border:0;padding:.1rem 0}.dict td:nth-child(n+3){grid-column:1/-1}.dict td:empty{display:none}details.table>summary{flex-wrap:wrap;gap:.2rem .7rem}.what{flex-basis:100%;order:3}}
@media print{header,nav{display:none}.body{display:block}}
`;
