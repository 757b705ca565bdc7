// Reads the folders of configuration as data: one YAML file a resource, its path saying type, id and box.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { parse } from 'yaml'
import type { Resource } from '../vocabulary/aidbox.ts'
import type { BoxName } from '../vocabulary/operations.ts'

/** One YAML file: a resource before its markers are filled. */
export interface ResourceFile {
  /** Path from the project's root, for messages. */
  file: string
  /** The comment on top: why the resource exists. */
  why: string
  resource: Resource & { id: string }
}

const root = join(import.meta.dirname, '..')
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Lasting resources of one box: `both`, then its own folder. */
export const readBoxResources = (box: BoxName): ResourceFile[] => [
  ...readTypeFolders(join(import.meta.dirname, 'both')),
  ...readTypeFolders(join(import.meta.dirname, box)),
]

/** The demo's people, records and sample app; never part of a production build. */
export const readDemoResources = (box: BoxName): ResourceFile[] =>
  readTypeFolders(join(import.meta.dirname, 'demo', box))

/** AccessPolicies of one box: `both`, then its own folder. */
export const readPolicies = (box: BoxName): ResourceFile[] =>
  ['both', box].flatMap(folder => readFolder(join(root, 'access-policies', folder), 'AccessPolicy'))

/** Client templates for both OAuth types; markers stay unfilled. */
export const readTemplates = (): ResourceFile[] =>
  filesIn(join(import.meta.dirname, 'templates', 'Client')).map(path => readFile(path, 'Client'))

const readTypeFolders = (folder: string): ResourceFile[] =>
  readdirSync(folder)
    .sort()
    .flatMap(type => readFolder(join(folder, type), type))

const readFolder = (folder: string, type: string): ResourceFile[] =>
  filesIn(folder).map(path => {
    const read = readFile(path, type)
    if (read.resource.id !== basename(path, '.yaml'))
      throw new Error(`${read.file}: id must be the file's name, it is ${read.resource.id}`)
    return read
  })

const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter(name => name.endsWith('.yaml'))
        .sort()
        .map(name => join(folder, name))
    : []

const readFile = (path: string, type: string): ResourceFile => {
  const file = relative(root, path)
  const text = readFileSync(path, 'utf8')
  const resource = parseYaml(text, file)
  if (!isObject(resource)) throw new Error(`${file}: must hold one resource`)
  if (resource.resourceType !== type)
    throw new Error(`${file}: resourceType must be ${type}, as its folder ${dirname(file)} says`)
  if (typeof resource.id !== 'string') throw new Error(`${file}: id is missing`)
  const why = leadingComment(text)
  if (!why) throw new Error(`${file}: line one must be a comment saying why it exists`)
  return { file, why, resource: { ...resource, resourceType: type, id: resource.id } }
}

const parseYaml = (text: string, file: string): unknown => {
  try {
    return parse(text)
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const leadingComment = (text: string): string => {
  const lines = text.split('\n')
  const end = lines.findIndex(line => !line.startsWith('#'))
  return lines
    .slice(0, end === -1 ? lines.length : end)
    .map(line => line.slice(1).trim())
    .join(' ')
    .trim()
}
