/** Style of the public pages: system fonts, light and dark, 4.5:1 contrast and more, nothing loaded from elsewhere. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1d1d1f;--soft:#f3f4f6;--line:#767b85;--accent:#0b5394;--on:#fff;--bad:#a61b1b}
@media screen and (prefers-color-scheme:dark){:root{--bg:#15171a;--fg:#eceef1;--soft:#22262b;--line:#8b929d;--accent:#8ec5ff;--on:#0a1a2b;--bad:#ff9d9d}}
*{box-sizing:border-box}body{margin:0 auto;max-width:44rem;padding:1rem 1rem 3rem;background:var(--bg);color:var(--fg);font:1.0625rem/1.6 system-ui,sans-serif;overflow-wrap:break-word}
a{color:var(--accent)}a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,textarea:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.exit{position:sticky;top:.5rem;z-index:1;width:fit-content}#leave{display:inline-block;padding:.6rem 1rem;border-radius:.4rem;background:var(--bad);color:var(--bg);font-weight:700;text-decoration:none}
header{display:flex;justify-content:space-between;gap:1rem;align-items:baseline;border-bottom:1px solid var(--line);margin-top:1rem}.name{font-weight:700}
h1{font-size:1.7rem;line-height:1.25}h2{font-size:1.25rem}footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:1rem}.small,.help,.optional{font-size:.9375rem}
.field{margin:1.1rem 0;border:0;padding:0}label,legend{display:block;font-weight:600;padding:0}.check{display:flex;gap:.6rem;align-items:flex-start;flex-wrap:wrap;margin:.4rem 0}.check label{font-weight:400;flex:1}.optional{font-weight:400}
input:not([type=checkbox]):not([type=radio]),select,textarea{width:100%;font:inherit;padding:.55rem;border:1px solid var(--line);border-radius:.3rem;background:var(--bg);color:var(--fg)}
input[type=checkbox],input[type=radio]{width:1.5rem;height:1.5rem;margin:0}.help{margin:.2rem 0}.check .help,.check .error{flex-basis:100%}.whole{white-space:nowrap}.error{color:var(--bad);font-weight:600;margin:.2rem 0}
button,.button{font:inherit;font-weight:700;padding:.7rem 1.3rem;min-height:2.75rem;border:0;border-radius:.4rem;background:var(--accent);color:var(--on);cursor:pointer;text-decoration:none;display:inline-block}
.refusal{border:2px solid var(--bad);border-radius:.4rem;padding:.2rem 1rem;margin:1rem 0}.box{background:var(--soft);border-radius:.4rem;padding:.6rem 1rem;margin:1rem 0}
.mark{border:1px solid var(--line);border-radius:.3rem;padding:0 .35rem;font-size:.9375rem}
.number{font:700 1.5rem ui-monospace,monospace;letter-spacing:.05em}.away{position:absolute;left:-200vw}dl{display:grid;grid-template-columns:fit-content(40%) minmax(0,1fr);gap:.4rem 1rem}dt{font-weight:600}dd{margin:0}dd,article,.stamp{overflow-wrap:anywhere}dd ul{margin:0;padding-left:1.2rem}
@media(max-width:30rem){dl{grid-template-columns:minmax(0,1fr);gap:0}dd{margin:0 0 .7rem;overflow-wrap:anywhere}}
nav a,dd a,td a,th a{display:inline-block;min-height:1.5rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem;border-bottom:1px solid var(--line)}
@media(max-width:30rem){table,tbody,tr,tbody th,td{display:block}thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}tr{border-bottom:1px solid var(--line);padding:.5rem 0}tbody th,td{border:0;padding:.1rem 0}}
ins{text-decoration:underline;font-weight:600}ins,del{text-decoration-thickness:2px}.stamp{overflow-wrap:anywhere}.words{white-space:pre-wrap;overflow-wrap:anywhere}.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media print{#leave,nav,form,.small{display:none}body{max-width:none;padding:0;font-size:11pt;background:#fff;color:#000}.box{border:1px solid #000}h1,h2,h3,h4{break-after:avoid}li,p,tr{break-inside:avoid}article a::after{content:" (" attr(href) ")";overflow-wrap:anywhere}}
`.replaceAll('\n', '')
