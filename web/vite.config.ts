import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { contractRoutes } from './contract-routes.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Where `vite` finds a running shop while pages are written: `SHOP_URL=… npm run web`. */
const shop = { target: process.env.SHOP_URL ?? 'http://localhost:8080', changeOrigin: false }

/** Every address below `/console` gives its page, as the gateway does it. */
const pagesOfTheConsole: Plugin = {
  name: 'pages-of-the-console',
  configureServer({ middlewares }) {
    middlewares.use((request, _, next) => {
      if (/^\/console(\/[^.]*)?(\?|$)/.test(request.url ?? '')) request.url = '/console.html'
      next()
    })
  },
}

export default defineConfig({
  root: here('.'),
  plugins: [contractRoutes(), react(), tailwindcss(), pagesOfTheConsole],
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    // The names carry hashes of what is in them, so they are kept for ever.
    assetsDir: 'static',
    // The content policy allows no data: beside pictures.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ['chrome111', 'firefox114', 'safari16.4'],
    chunkSizeWarningLimit: 300,
    rolldownOptions: {
      input: [here('shop.html'), here('console.html')],
      // Each file costs a journey and its own dictionary: what every page needs comes together.
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler|react-router)\// },
            {
              name: 'parts',
              test: /\/web\/storefront\/(drop\/(ask-for-units|drop-scene|kept-press|press|units-bar)|parts\/(chosen-options|which-one)|words\/drop-later-words|trouble-page|lost-page)\./,
            },
            {
              name: 'icons',
              test: /\/lucide-react\/dist\/esm\/((?!icons\/)|icons\/(check|chevron-down|search|shopping-bag|user)\.)/,
            },
            // What no drop's page needs, so that its first load goes without.
            {
              name: 'kit-later',
              test: /\/web\/kit\/(dialog|field|is-paid-back|lines-of-return|order-number|save-file|typed-number)\./,
            },
            { name: 'kit', test: /node_modules\/@tanstack\/|\/web\/kit\/(?!words\/|fonts)/ },
            { name: 'bell', test: /\/icons\/bell\./ },
            // Parts of a drop's page that few see: each file that it names is heard of at its first load.
            {
              name: 'drop-later',
              test: /\/drop\/(reminder|session-over|verify-link)\./,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/dev', '/docs', '/assets', '/openapi.json', '/.well-known'].map(path => [
        path,
        shop,
      ]),
    ),
  },
})
