// A backup asked for by hand: how long it has been running, until the server calls it ended.
import { useEffect, useRef, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { hasEnded, type Backups } from '@/pages/backup/backup-types'
import { api } from '@/lib/api'

const second_ms = 1000
const key = ['backups']

export function useRun() {
  const client = useQueryClient()
  const [isRunning, setIsRunning] = useState(false)
  const [seconds, setSeconds] = useState(0)
  const [error, setError] = useState<unknown>()
  const job = useRef('')

  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(() => {
      setSeconds((count) => count + 1)
      const latest = client.getQueryData<Backups>(key)?.latest
      if (latest?.job !== job.current || !hasEnded(latest.state)) return
      setIsRunning(false)
      if (latest.error) setError(new Error(latest.error))
    }, second_ms)
    return () => clearInterval(timer)
  }, [isRunning, client])

  async function start() {
    setError(undefined)
    setSeconds(0)
    try {
      job.current = (await api.post<{ job: string }>('/backups', {})).job
      setIsRunning(true)
      void client.invalidateQueries({ queryKey: key })
    } catch (failure) {
      setError(failure)
    }
  }

  return { isRunning, seconds, error, start }
}
