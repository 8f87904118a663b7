// The words of this part, which come with its code.
import en from '@/pages/import/words/en.json'
import zh from '@/pages/import/words/zh.json'
import { addWords } from '@/lib/i18n'

addWords(zh, en)
