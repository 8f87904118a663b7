// Arrow keys between the cells of a list; Home goes to the first of the row.
import type { KeyboardEvent } from 'react'

export function moveInGrid(event: KeyboardEvent<HTMLElement>): void {
  const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-cell]')
  if (!cell || event.target !== cell) return
  const [row = 0, column = 0] = (cell.dataset.cell ?? '').split(':').map(Number)
  const targets: Record<string, [number, number]> = {
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    Home: [row, 0],
  }
  const target = targets[event.key]
  if (!target) return
  const next = event.currentTarget.querySelector<HTMLElement>(`[data-cell="${target[0]}:${target[1]}"]`)
  if (!next) return
  event.preventDefault()
  next.focus()
  next.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}
