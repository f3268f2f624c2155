import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { contractRoutes } from './contract-routes.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Where `vite` finds a running shop while pages are written: `SHOP_URL=… npm run web`. */
const shop = { target: process.env.SHOP_URL ?? 'http://localhost:8080', changeOrigin: false }

export default defineConfig({
  root: here('.'),
  plugins: [contractRoutes(), react(), tailwindcss()],
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
    rolldownOptions: { input: [here('shop.html'), here('console.html')] },
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
