// Closing a dialog leaves the keyboard where it was.
import { useState } from 'react'
import { expect, it } from 'vitest'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useFocusReturn } from '@/ui/use-focus-return'
import { show } from '../../tests/show'

function Dialog({ onClose }: { onClose: () => void }) {
  useFocusReturn()
  return <input autoFocus onKeyDown={(event) => event.key === 'Escape' && onClose()} />
}

function Page() {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <button onClick={() => setIsOpen(true)}>Open</button>
      {isOpen && <Dialog onClose={() => setIsOpen(false)} />}
    </>
  )
}

it('gives the focus back to the button that opened the dialog', async () => {
  show(<Page />)
  await userEvent.click(screen.getByRole('button', { name: 'Open' }))
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('textbox')))
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Open' })))
})
