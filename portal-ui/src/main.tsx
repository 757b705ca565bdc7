// The page's beginning: read where the boxes are, then show the portal that the path names.
import '@mantine/core/styles.css'
import './portals.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, StrictMode, Suspense, useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter, Route, Routes, useLocation } from 'react-router'
import { readConfig } from './box.ts'
import type { Brand } from './brand.ts'
import { languageAt, loadLanguage, say, useChosenLanguage } from './language/language.ts'
import { newQueryClient } from './queries.ts'
import { contrast, themeOf } from './theme.ts'
import { Caught } from './ui/caught.tsx'
import { Failure } from './ui/notice.tsx'

const Vendor = lazy(() => import('./vendor/portal.tsx'))
const Admin = lazy(() => import('./admin/portal.tsx'))
const Member = lazy(() => import('./member/portal.tsx'))
const Directory = lazy(() => import('./directory/portal.tsx'))
const Docs = lazy(() => import('./docs/portal.tsx'))
const Callback = lazy(() => import('./callback.tsx'))
const TestReturned = lazy(() => import('./vendor/test-client/returned.tsx'))
const Welcome = lazy(() => import('./welcome.tsx'))

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
// Read by the library that locks scrolling behind a dialog, which writes a style element.
Object.assign(globalThis, { __webpack_nonce__: nonce })

const place = document.getElementById('portal')
if (!place) throw new Error('The page has no place for the portal.')

const root = createRoot(place)
const framed = (content: React.ReactNode, brand: Brand = {}) => (
  <StrictMode>
    <MantineProvider
      theme={themeOf(brand.color)}
      cssVariablesResolver={contrast}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      {content}
    </MantineProvider>
  </StrictMode>
)

/** Follows the language: a new choice draws every page anew, and the document says which it is in. */
const Portals = () => {
  useChosenLanguage()
  const { pathname } = useLocation()
  const spoken = languageAt(pathname)
  useEffect(() => {
    document.documentElement.lang = spoken
  }, [spoken])
  return (
    <Caught>
      <Suspense fallback={null}>
        <Routes>
          <Route path="/vendor/*" element={<Vendor />} />
          <Route path="/admin/*" element={<Admin />} />
          <Route path="/member/*" element={<Member />} />
          <Route path="/directory/*" element={<Directory />} />
          <Route path="/docs/*" element={<Docs />} />
          <Route path="/callback/test" element={<TestReturned />} />
          <Route path="/callback/*" element={<Callback />} />
          <Route path="*" element={<Welcome />} />
        </Routes>
      </Suspense>
    </Caught>
  )
}

const start = async () => {
  let brand: Brand
  try {
    brand = readConfig().brand ?? {}
    await loadLanguage(brand.texts)
  } catch {
    await loadLanguage({})
    root.render(
      framed(
        <Failure
          title={say().portal.notReady}
          error={undefined}
          retry={() => window.location.reload()}
        />,
      ),
    )
    return
  }
  root.render(
    framed(
      <QueryClientProvider client={newQueryClient()}>
        <BrowserRouter>
          <Portals />
        </BrowserRouter>
      </QueryClientProvider>,
      brand,
    ),
  )
}

void start()
