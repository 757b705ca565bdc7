// Style sheets are imported for their effect, pictures for their address; Vite turns both into files.
declare module '*.css'
declare module '*?raw' {
  const text: string
  export default text
}
declare module '*.svg' {
  const address: string
  export default address
}
