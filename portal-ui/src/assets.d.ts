// Style sheets are imported for their effect, pictures for their address; Vite turns both into files.
declare module '*.css'
declare module '*.svg' {
  const address: string
  export default address
}
