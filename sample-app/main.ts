// The sample SMART app: a process and an origin of its own, as a vendor's app would be. Run: npm run sample-app
import { pathToFileURL } from 'node:url'
import { readSampleConfig } from './config.ts'
import { sampleApp } from './server.ts'

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const config = readSampleConfig(process.env)
  const server = sampleApp(config).listen(config.port, config.host)
  server.on('listening', () => {
    const address = server.address()
    const port = address && typeof address === 'object' ? address.port : config.port
    process.stdout.write(`sample SMART app on http://localhost:${port}\n`)
    process.send?.({ port })
  })
  server.on('error', (error: Error & { code?: string }) => {
    const message =
      error.code === 'EADDRINUSE'
        ? `Port ${config.port} is taken by another program; choose another with SAMPLE_APP_PORT.`
        : error.message
    process.stderr.write(`${message}\n`)
    process.exit(1)
  })
  // The parent's end is ours: an orphan would hold the port against the next start.
  process.on('disconnect', () => process.exit(0))
}
