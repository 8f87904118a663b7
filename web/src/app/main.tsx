// The first file to run: puts the application into the page.
import { createRoot } from 'react-dom/client'
import { App } from '@/app/app'
import { announce } from '@/lib/language'
import { giveNonceToStyles } from '@/lib/style-nonce'
import '@/ui/base.css'
import '@/ui/colour-tag.css'
import '@/app/shell/shell.css'

giveNonceToStyles()
announce()
const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
