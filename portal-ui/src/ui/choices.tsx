// How this browser shows the pages: language, and light or dark; both remembered.
import { NativeSelect, useMantineColorScheme } from '@mantine/core'
import { chooseLanguage, languages, say, useChosenLanguage } from '../language/language.ts'

/** English or Spanish; each is named in its own language. */
export const LanguageChoice = () => (
  <NativeSelect
    size="xs"
    aria-label={say().portal.language}
    value={useChosenLanguage()}
    onChange={event => void chooseLanguage(event.currentTarget.value === 'es' ? 'es' : 'en')}
    data={Object.entries(languages).map(([value, label]: [string, string]) => ({ value, label }))}
  />
)

const schemes = ['auto', 'light', 'dark'] as const

/** Light, dark, or as the device says. */
export const LookChoice = () => {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { look, lookAuto, lookLight, lookDark } = say().portal
  const words = { auto: lookAuto, light: lookLight, dark: lookDark }
  return (
    <NativeSelect
      size="xs"
      aria-label={look}
      value={colorScheme}
      onChange={event => {
        const chosen = schemes.find(scheme => scheme === event.currentTarget.value)
        if (chosen) setColorScheme(chosen)
      }}
      data={schemes.map(value => ({ value, label: words[value] }))}
    />
  )
}
