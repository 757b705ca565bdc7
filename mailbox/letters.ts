// Letters as they came, newest first; each is on disk before SMTP says yes, so that a killed process loses none.
import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'

const most = 500 // older ones are thrown away

export interface Correspondent {
  Name: string
  Address: string
}

export interface Letter {
  id: string
  messageId: string
  from: Correspondent
  to: Correspondent[]
  subject: string
  created: string
  text: string
  html: string
  size: number
}

export interface Letters {
  list(): readonly Letter[]
  find(id: string): Letter | undefined
  keep(raw: Buffer, envelopeTo: readonly string[]): Promise<void>
  clear(): Promise<void>
}

/** Opens the letters of a folder, or none in memory. */
export const openLetters = async (folder?: string): Promise<Letters> => {
  const letters: Letter[] = []
  if (folder) {
    await mkdir(folder, { recursive: true })
    const names = (await readdir(folder)).filter(name => name.endsWith('.eml')).sort()
    for (const name of names.slice(-most)) {
      letters.unshift(
        await parse(name.replace(/\.eml$/, ''), await readFile(join(folder, name)), []),
      )
    }
  }
  const fileOf = (id: string, base: string) => join(base, `${id}.eml`)
  return {
    list: () => letters,
    find: id => letters.find(letter => letter.id === id),
    keep: async (raw, envelopeTo) => {
      const id = `${Date.now()}-${randomUUID().slice(0, 8)}`
      const letter = await parse(id, raw, envelopeTo)
      if (folder) {
        await writeFile(`${fileOf(id, folder)}.part`, raw)
        await rename(`${fileOf(id, folder)}.part`, fileOf(id, folder))
      }
      letters.unshift(letter)
      for (const old of letters.splice(most)) {
        if (folder) await rm(fileOf(old.id, folder), { force: true })
      }
    },
    clear: async () => {
      for (const { id } of letters.splice(0)) {
        if (folder) await rm(fileOf(id, folder), { force: true })
      }
    },
  }
}

const parse = async (id: string, raw: Buffer, envelopeTo: readonly string[]): Promise<Letter> => {
  const mail = await simpleParser(raw)
  const people = (field: typeof mail.to): Correspondent[] =>
    [field ?? []]
      .flat()
      .flatMap(({ value }) =>
        value.map(({ name, address }) => ({ Name: name, Address: address ?? '' })),
      )
  const to = people(mail.to)
  return {
    id,
    messageId: (mail.messageId ?? '').replace(/^<|>$/g, ''),
    from: people(mail.from)[0] ?? { Name: '', Address: '' },
    to: to.length > 0 ? to : envelopeTo.map(Address => ({ Name: '', Address })),
    subject: mail.subject ?? '',
    created: (mail.date ?? new Date(Number(id.split('-')[0]))).toISOString(),
    text: mail.text ?? '',
    html: mail.html || '',
    size: raw.length,
  }
}
