import { createTheme, type MantineColorsTuple } from '@mantine/core'

/** A petrol blue: calm, and far from the red and orange that mean something here. */
const petrol: MantineColorsTuple = [
  '#eaf6f8',
  '#d5eaee',
  '#a8d4dc',
  '#78bdc9',
  '#52a8b7',
  '#3a98a8',
  '#2a8494',
  '#1b6b79',
  '#155763',
  '#0e434d',
]

/** Mantine's greys for the dark scheme, with the blue of the page's other surfaces. */
const dark: MantineColorsTuple = [
  '#e6e9ed',
  '#c3cbd4',
  '#a3adba',
  '#7a8695',
  '#46505d',
  '#38424e',
  '#232b34',
  '#1a2027',
  '#12161b',
  '#0c0f13',
]

/** Fonts are the system's: nothing is loaded from anywhere else. */
export const theme = createTheme({
  colors: { petrol, dark },
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: 'sm',
  autoContrast: true,
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: { fontWeight: '600' },
})
