// What surrounds every page: the cache, the look, the language, the router.
import { useState } from 'react'
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { App as AntApp, ConfigProvider } from 'antd'
import zhCN from 'antd/es/locale/zh_CN'
import enGB from 'antd/es/locale/en_GB'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import 'dayjs/locale/en-gb'
import { RouterProvider } from 'react-router/dom'
import { ChangeStream } from '@/app/change-stream'
import { createRouter } from '@/app/router'
import { SignInAgain } from '@/app/sign-in/sign-in-again'
import { useAppearance } from '@/lib/appearance'
import { useLanguage } from '@/lib/language'
import { nonce } from '@/lib/style-nonce'
import { themeOf } from '@/ui/theme'

export function App({ client }: { client: QueryClient }) {
  const [router] = useState(createRouter)
  const language = useLanguage()
  const { isDark, density } = useAppearance()
  dayjs.locale(language === 'zh' ? 'zh-cn' : 'en-gb')
  return (
    <QueryClientProvider client={client}>
      <ConfigProvider
        csp={{ nonce }}
        locale={language === 'zh' ? zhCN : enGB}
        theme={themeOf(isDark, density)}
        componentSize={density === 'compact' ? 'small' : 'middle'}
        button={{ autoInsertSpace: false }}
      >
        <AntApp style={{ height: '100%' }} message={{ maxCount: 3 }}>
          <SignInAgain>
            <ChangeStream />
            <RouterProvider router={router} />
          </SignInAgain>
        </AntApp>
      </ConfigProvider>
    </QueryClientProvider>
  )
}
