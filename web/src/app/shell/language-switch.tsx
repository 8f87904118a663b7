// Switches between Chinese and English; says the name of the other language in that language.
import { TranslationOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { setLanguage, useLanguage } from '@/lib/language'

export function LanguageSwitch() {
  const language = useLanguage()
  const client = useQueryClient()
  const other = language === 'zh' ? 'en' : 'zh'

  function change() {
    setLanguage(other)
    // Sentences the server wrote are in the language of the request.
    void client.invalidateQueries()
  }

  return (
    <Button type="text" icon={<TranslationOutlined />} lang={other} onClick={change}>
      {other === 'en' ? 'English' : '中文'}
    </Button>
  )
}
