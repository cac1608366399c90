import { createHash } from 'node:crypto'

/** One style for both pages: a phone first, in a plant, with gloves on; both colour schemes; no font to load. */
export const style = `
:root{color-scheme:light dark;--ground:#f5f6f8;--surface:#fff;--text:#1b2430;--muted:#566070;--line:#c9d0d8;--main:#1b6b79;--on-main:#fff;--bad:#b42318;--bad-ground:#fdecea;--good-ground:#e6f4ec;--good:#14734a}
@media (prefers-color-scheme:dark){:root{--ground:#12161b;--surface:#1a2027;--text:#e6e9ed;--muted:#a3adba;--line:#46505d;--main:#52a8b7;--on-main:#0c0f13;--bad:#ff8a7d;--bad-ground:#3a1d1a;--good-ground:#16301f;--good:#5fce99}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:1.0625rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:38rem;margin:0 auto;padding:1.25rem 1rem 3rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem}
h2{font-size:1.125rem;margin:2rem 0 .5rem}
p{margin:.5rem 0}
.brand{color:var(--muted);font-size:.875rem;margin:0 0 1.25rem}
.place{color:var(--muted);margin:0 0 1.25rem}
.place b{color:var(--text)}
.hint,time{color:var(--muted);font-size:.9375rem}
form,.card{background:var(--surface);border:1px solid var(--line);border-radius:.5rem;padding:1rem;margin:1rem 0}
label,legend{display:block;font-weight:600;margin:0 0 .25rem;padding:0}
fieldset,.field{border:0;margin:0 0 1.25rem;padding:0;min-width:0}
input[type=text],textarea{width:100%;padding:.625rem .75rem;font:inherit;color:inherit;background:var(--ground);border:1px solid var(--line);border-radius:.375rem}
textarea{min-height:7rem;resize:vertical}
input[type=file]{width:100%;font:inherit;font-size:.9375rem}
.choice{display:flex;gap:.75rem;align-items:center;font-weight:400;border:1px solid var(--line);border-radius:.375rem;padding:.75rem;margin:.5rem 0 0;cursor:pointer}
.choice input{flex:none;width:1.25rem;height:1.25rem;margin:0;accent-color:var(--main)}
button{width:100%;min-height:3rem;padding:.625rem 1.25rem;font:inherit;font-weight:600;color:var(--on-main);background:var(--main);border:0;border-radius:.375rem;cursor:pointer}
:focus-visible{outline:3px solid var(--main);outline-offset:2px}
.error{color:var(--bad);font-weight:600;margin:.25rem 0 0}
.alert{background:var(--bad-ground);border-left:4px solid var(--bad);border-radius:.25rem;padding:.75rem 1rem;margin:1rem 0}
.thanks{background:var(--good-ground);border-left:4px solid var(--good);border-radius:.25rem;padding:.75rem 1rem;margin:1rem 0}
.state{font-size:1.25rem;font-weight:600;margin:0}
.said{white-space:pre-wrap;margin:.25rem 0 0}
ul{list-style:none;margin:0;padding:0}
li{border-top:1px solid var(--line);padding:.75rem 0}
li:first-child{border-top:0}
a{color:var(--main)}
svg{width:100%;height:auto;display:block}
.before{fill:none;stroke:var(--bad);stroke-width:2}
.after{fill:none;stroke:var(--good);stroke-width:2}
.edge{stroke:var(--muted);stroke-dasharray:4 4}
.mark{stroke:var(--line)}
.label{fill:var(--muted);font-size:12px}
figure{margin:1rem 0 0}
.card h2:first-child{margin-top:0}
@media (min-width:40rem){main{padding-top:2.5rem}button{width:auto}}
`.trim()

const digest = createHash('sha256').update(style).digest('base64')

/** Nothing runs, nothing is loaded from anywhere, and nothing is sent elsewhere: by hash the one style above. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${digest}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')
