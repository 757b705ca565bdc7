// Handlebars templates and the one style sheet of the box's pages. Everything is escaped; only the layout inserts a rendered page.

export const css = `
:root{color-scheme:light dark;--ground:#f3f5f7;--card:#fff;--ink:#16202a;--soft:#51606e;--line:#c5ced6;
--accent:#0b5c8f;--accent-ink:#fff;--bad:#9b1c1c;--bad-ground:#fdecec}
@media (prefers-color-scheme:dark){:root{--ground:#11171d;--card:#1a232c;--ink:#eaf0f5;--soft:#a9b7c4;--line:#3b4956;
--accent:#7cc0ee;--accent-ink:#08202f;--bad:#ffb4b4;--bad-ground:#3a1d1f}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;justify-items:center;align-content:center;gap:1rem;padding:1rem;background:var(--ground);color:var(--ink);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{width:100%;max-width:26rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1.5rem;
box-shadow:0 1px 2px rgb(0 0 0/.06),0 8px 24px rgb(0 0 0/.06)}
main.wide{max-width:34rem}
.brand{display:flex;gap:.6rem;align-items:center;font-weight:600;font-size:1.05rem;overflow-wrap:anywhere}
.brand img{flex:none;max-width:8rem;height:28px;object-fit:contain}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem}
p{margin:.25rem 0 1rem}
.soft{color:var(--soft)}
label.field{display:block;font-weight:600;margin:1rem 0 .25rem}
input[type=text],input[type=password]{width:100%;padding:.65rem .75rem;font:inherit;color:inherit;background:transparent;
border:1px solid var(--soft);border-radius:.5rem}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
button{font:inherit;font-weight:600;padding:.7rem 1.25rem;border-radius:.5rem;border:1px solid var(--accent);
background:var(--accent);color:var(--accent-ink);cursor:pointer;min-height:2.75rem}
button.plain{background:transparent;color:var(--accent)}
.full{width:100%;margin-top:1.5rem}
.below{margin-top:1rem}
.row{display:flex;gap:.75rem;flex-wrap:wrap;margin-top:1.5rem}
a{color:var(--accent)}
.alert{background:var(--bad-ground);color:var(--bad);border-radius:.5rem;padding:.75rem;margin:1rem 0}
fieldset{border:1px solid var(--line);border-radius:.5rem;margin:1rem 0;padding:.5rem .75rem .75rem}
legend{font-weight:600;padding:0 .25rem}
.tick{display:flex;gap:.6rem;align-items:flex-start;padding:.3rem 0}
.tick input{width:1.15rem;height:1.15rem;margin:.2rem 0 0;flex:none;accent-color:var(--accent)}
code{overflow-wrap:anywhere}
ol{margin:1rem 0;padding-left:1.25rem}
ol li{margin:.5rem 0;padding-left:.25rem}
.qr{background:#fff;border:1px solid var(--line);border-radius:.5rem;width:13rem;max-width:100%;margin:.75rem auto;padding:.25rem}
.qr svg{display:block;width:100%;height:auto}
.key{font:600 1.05rem/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;word-spacing:.25rem}
input.code{font-size:1.35rem;letter-spacing:.25em;font-variant-numeric:tabular-nums}
`

export const templates = {
  layout: `<!doctype html>
<html lang="{{lang}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{{title}}</title>
<style>{{css}}</style>
</head>
<body>
{{#if brand.name}}<header class="brand">{{#if brand.logo}}<img src="{{brand.logo}}" alt="" height="28">{{/if}}<span>{{brand.name}}</span></header>
{{/if}}{{body}}
</body>
</html>
`,

  login: `<main>
<h1>{{t.login.heading}}</h1>
{{#unless isOurs}}<p class="soft">{{t.login.toApp}} <strong>{{app}}</strong></p>{{/unless}}
{{#if isWrong}}<p class="alert" role="alert">{{t.login.wrong}}</p>{{/if}}
{{#if blockedFor}}<p class="alert" role="alert">{{t.login.blocked}} {{blockedFor}}</p>{{/if}}
<form method="post" action="{{action}}">
<input type="hidden" name="token" value="{{token}}">
<label class="field" for="username">{{t.login.name}}</label>
<input type="text" id="username" name="username" value="{{name}}" autocomplete="username" autocapitalize="none" spellcheck="false" required{{#unless name}} autofocus{{/unless}}>
<label class="field" for="password">{{t.login.password}}</label>
<input type="password" id="password" name="password" autocomplete="current-password" required{{#if name}} autofocus{{/if}}>
<button class="full" type="submit">{{t.login.button}}</button>
</form>
{{#if forgotten}}<p class="below"><a href="{{forgotten}}">{{t.login.forgotten}}</a></p>{{/if}}
{{#unless isOurs}}<p class="soft">{{t.login.privacy}}</p>{{/unless}}
</main>`,

  twoFactor: `<main>
<h1>{{t.twoFactor.heading}}</h1>
<p class="soft">{{t.twoFactor.text}} <strong>{{account}}</strong>.</p>
{{#if isWrong}}<p class="alert" role="alert">{{t.twoFactor.wrong}}</p>{{/if}}
{{#if blockedFor}}<p class="alert" role="alert">{{t.login.blocked}} {{blockedFor}}</p>{{/if}}
<form method="post" action="{{action}}">
<input type="hidden" name="token" value="{{token}}">
<label class="field" for="code">{{t.twoFactor.code}}</label>
<input class="code" type="text" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="9" spellcheck="false" required autofocus>
<button class="full" type="submit">{{t.twoFactor.button}}</button>
</form>
<p class="soft below">{{t.twoFactor.lost}}</p>
</main>`,

  enrol: `<main>
<h1>{{t.enrol.heading}}</h1>
<p class="soft">{{t.enrol.text}}</p>
{{#if isWrong}}<p class="alert" role="alert">{{t.enrol.wrong}}</p>{{/if}}
{{#if blockedFor}}<p class="alert" role="alert">{{t.login.blocked}} {{blockedFor}}</p>{{/if}}
<ol>
<li>{{t.enrol.install}}</li>
<li>{{t.enrol.scan}}
<div class="qr"><svg viewBox="0 0 {{size}} {{size}}" role="img" aria-label="{{t.enrol.picture}}" shape-rendering="crispEdges"><path d="{{path}}"/></svg></div>
{{t.enrol.orKey}}<br><code class="key">{{key}}</code><br>
<a href="{{url}}">{{t.enrol.open}}</a></li>
<li>{{t.enrol.type}}</li>
</ol>
<form method="post" action="{{action}}">
<input type="hidden" name="token" value="{{token}}">
<label class="field" for="code">{{t.twoFactor.code}}</label>
<input class="code" type="text" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="9" spellcheck="false" required>
<button class="full" type="submit">{{t.enrol.button}}</button>
</form>
</main>`,

  consent: `<main class="wide">
<h1>{{app}} {{t.consent.heading}}</h1>
{{#if publisher}}<p class="soft">{{t.consent.publisher}} {{publisher}}</p>{{/if}}
<p>{{t.consent.returns}} <strong>{{returnsTo}}</strong></p>
<form method="post" action="{{action}}">
<input type="hidden" name="token" value="{{token}}">
{{#if patients}}<fieldset><legend>{{t.consent.whose}}</legend>
{{#each patients}}<label class="tick"><input type="radio" name="patient" value="{{id}}" required{{#if checked}} checked{{/if}}><span>{{name}} <span class="soft">({{relation}})</span></span></label>
{{/each}}</fieldset>{{/if}}
<fieldset><legend>{{t.consent.what}}</legend>
{{#each items}}<label class="tick"><input type="checkbox" name="{{box}}" value="yes" checked><span>{{words}}</span></label>
{{/each}}{{#if patients}}<label class="tick"><input type="checkbox" name="sensitive" value="yes"><span>{{t.consent.sensitive}}</span></label>{{/if}}
</fieldset>
<p>{{t.consent.until}} <strong>{{until}}</strong>. {{t.consent.stop}}</p>
<details><summary>{{t.consent.details}}</summary><p><code>{{scopes}}</code></p></details>
<div class="row">
<button type="submit" name="answer" value="allow">{{t.consent.allow}}</button>
<button class="plain" type="submit" name="answer" value="deny" formnovalidate>{{t.consent.deny}}</button>
</div>
</form>
</main>`,

  fault: `<main>
<h1>{{t.titles.fault}}</h1>
<p role="alert">{{words}}</p>
</main>`,

  done: `<main>
<h1>{{t.done.heading}}</h1>
<p>{{t.done.text}}</p>
</main>`,
} as const
