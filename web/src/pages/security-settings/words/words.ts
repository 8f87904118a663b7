// The words of this part, which come with its code.
import en from '@/pages/security-settings/words/en.json'
import zh from '@/pages/security-settings/words/zh.json'
import { addWords } from '@/lib/i18n'

addWords(zh, en)
