// Before anything is painted: light or dark, the language, and whether somebody is signed in, as the portals will find them.
;(() => {
  const kept = (store, key) => {
    try {
      return store().getItem(key)
    } catch {
      return null // a browser that keeps nothing
    }
  }
  const root = document.documentElement
  const look = kept(() => localStorage, 'mantine-color-scheme-value')
  const dark =
    look === 'dark' || (look !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
  if (root.hasAttribute('data-bilingual')) {
    const asked = [kept(() => localStorage, 'plan-api.language'), ...navigator.languages]
    const known = asked.map(tag => tag?.slice(0, 2).toLowerCase()).find(tag => /^e[ns]$/.test(tag))
    root.lang = known ?? 'en'
  }
  const portal = location.pathname.split('/')[1]
  if (kept(() => sessionStorage, `plan-api.session.${portal}`) !== null)
    root.setAttribute('data-signed-in', '')
})()
