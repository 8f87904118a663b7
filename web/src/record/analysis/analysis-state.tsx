// How an analysis stands: when it was computed last, whether it runs, why it failed.
import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  LoadingOutlined,
  MinusCircleOutlined,
} from '@ant-design/icons'
import { Tag } from 'antd'
import type { ReactNode } from 'react'
import { hasText, useT } from '@/lib/i18n'

const looks: Record<string, { colour: string; icon: ReactNode }> = {
  done: { colour: 'success', icon: <CheckCircleOutlined /> },
  failed: { colour: 'error', icon: <CloseCircleOutlined /> },
  never: { colour: 'default', icon: <MinusCircleOutlined /> },
  running: { colour: 'processing', icon: <LoadingOutlined /> },
  waiting: { colour: 'processing', icon: <ClockCircleOutlined /> },
}

export function isAtWork(state: string | null | undefined): boolean {
  return state === 'running' || state === 'waiting'
}

export function AnalysisState({ state, computed_at }: { state?: string | null; computed_at?: string | null }) {
  const t = useT()
  const name = state || (computed_at ? 'done' : 'never')
  const look = looks[name] ?? { colour: 'default', icon: undefined }
  const key = `analysis_state.${name}`
  return (
    <Tag color={look.colour} icon={look.icon}>
      {hasText(key) ? t(key) : name}
    </Tag>
  )
}
