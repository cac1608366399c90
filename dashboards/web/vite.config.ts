import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import manifest from '../../package.json' with { type: 'json' }

const root = fileURLToPath(new URL('.', import.meta.url))
const outDir = join(root, 'dist')

/** Compresses once, at build time, so that the server sends the small file without work. */
function precompress(): Plugin {
  return {
    name: 'forewarn-precompress',
    apply: 'build',
    async closeBundle() {
      const files = await readdir(outDir, { recursive: true })
      await Promise.all(files.filter(file => /\.(js|css|html|svg)$/.test(file)).map(compress))
    },
  }
}

async function compress(file: string): Promise<void> {
  const path = join(outDir, file)
  const content = await readFile(path)
  await writeFile(`${path}.br`, await promisify(brotliCompress)(content))
  await writeFile(`${path}.gz`, await promisify(gzip)(content))
}

export default defineConfig({
  root,
  define: { __APP_VERSION__: JSON.stringify(manifest.version) },
  plugins: [react(), precompress()],
  build: {
    outDir,
    emptyOutDir: true,
    // The content security policy has no `data:` for scripts and styles; inlining saves nothing here.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // For `vite dashboards/web` beside a running service.
  server: { proxy: { '/api': 'http://127.0.0.1:8080', '/app-config.json': 'http://127.0.0.1:8080' } },
})
