// An app's logo, from our own origin; its first letter where there is none.
import { Box } from '@mantine/core'
import { useState } from 'react'

export const Logo = ({ name, src, size = 48 }: { name: string; src?: string; size?: number }) => {
  const [broken, setBroken] = useState(false)
  // Logos are kept and served by us: another origin would learn who looks.
  const own = src?.startsWith('/') && !src.startsWith('//') && !broken ? src : undefined
  return (
    <Box className="logo" w={size} h={size} fz={size / 2} aria-hidden>
      {own ? <img src={own} alt="" onError={() => setBroken(true)} /> : name.slice(0, 1)}
    </Box>
  )
}
