// The sample app's settings, read once.

export interface SampleConfig {
  host: string
  port: number
  /** FHIR servers it may be launched from: name → FHIR base. Any other `iss` is refused. */
  servers: readonly { name: string; title: string; iss: string }[]
}

/** From SAMPLE_APP_PORT, SANDBOX_BOX_URL, PRODUCTION_BOX_URL; the defaults are the demo's. */
export const readSampleConfig = (env: NodeJS.ProcessEnv): SampleConfig => ({
  host: '127.0.0.1',
  port: Number(env.SAMPLE_APP_PORT ?? 3001),
  servers: [
    {
      name: 'sandbox',
      title: 'Sandbox',
      iss: `${env.SANDBOX_BOX_URL ?? 'http://localhost:8081'}/fhir`,
    },
    {
      name: 'production',
      title: 'Production',
      iss: `${env.PRODUCTION_BOX_URL ?? 'http://localhost:8080'}/fhir`,
    },
  ],
})
