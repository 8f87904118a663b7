// Runs before each test file: a fixed language, and nothing left over from the test before.
import { afterEach, vi } from 'vitest'
import { cleanup } from '@testing-library/react'
import { setLanguage } from '@/lib/language'

setLanguage('en')

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  localStorage.clear()
  sessionStorage.clear()
})
