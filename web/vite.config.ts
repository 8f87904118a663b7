// How the web part is built and tested: one page, split by route, served by the binary from dist/.
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const source = fileURLToPath(new URL('./src', import.meta.url))

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': source } },
  server: {
    port: 5173,
    proxy: { '/api': { target: process.env.JUAN_API ?? 'http://localhost:8080', changeOrigin: false } },
  },
  build: {
    target: 'es2022',
    // A data: URL in a style sheet would need an exception in the content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Each request costs time of its own: what every page needs is one file, besides the script that begins.
          groups: [
            { name: 'begin', test: /src\/(app\/begin|lib\/early)\.ts$|rolldown\/runtime/, priority: 1 },
            { name: 'program', tags: ['$initial'] },
          ],
        },
      },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['./tests/setup.ts'],
    testTimeout: 20_000,
  },
})
