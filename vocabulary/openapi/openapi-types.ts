// The part of OpenAPI 3.1 that the API description uses (https://spec.openapis.org/oas/v3.1.1).

export interface Schema {
  type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object'
  description?: string
  const?: string
  enum?: readonly string[]
  pattern?: string
  format?: string
  minimum?: number
  maximum?: number
  items?: Schema
  properties?: Record<string, Schema>
  required?: readonly string[]
  $ref?: string
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  description: string
  required?: boolean
  schema: Schema
  example?: string
  /** `explode` repeats the parameter: `_include=a&_include=b`. */
  explode?: boolean
}

export interface Content {
  schema: Schema
  example?: unknown
}

export interface Answer {
  description: string
  content?: Record<string, Content>
}

export interface ApiOperation {
  operationId: string
  tags: readonly string[]
  summary: string
  description?: string
  externalDocs?: { url: string; description: string }
  parameters?: readonly Parameter[]
  requestBody?: { required: boolean; content: Record<string, Content> }
  responses: Record<string, Answer | { $ref: string }>
  /** Alternatives; an empty one means that no credential is needed. */
  security: readonly Record<string, readonly string[]>[]
  servers?: readonly Server[]
}

export interface Server {
  url: string
  description: string
}

export type PathItem = Partial<Record<'get' | 'post' | 'put' | 'delete', ApiOperation>>

export interface ApiDocument {
  openapi: '3.1.1'
  info: {
    title: string
    version: string
    summary: string
    description: string
    license: { name: string; identifier: string }
  }
  servers: readonly Server[]
  tags: readonly { name: string; description: string }[]
  paths: Record<string, PathItem>
  components: {
    schemas: Record<string, Schema>
    responses: Record<string, Answer>
    securitySchemes: Record<string, unknown>
  }
}
