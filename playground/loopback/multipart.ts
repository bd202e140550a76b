// SPDX-License-Identifier: AGPL-3.0-or-later
// multipart/form-data, as the two bot libraries write it: part names may stand quoted or bare (grammY).

/** A file that came with a call. */
export type Upload = { name: string; mime: string | undefined; data: Buffer }

type Form = { values: Record<string, string>; files: Map<string, Upload> }

/** Splits a multipart body into its plain fields and its files. */
export function parseMultipart(body: Buffer, boundary: string): Form {
  const form: Form = { values: {}, files: new Map() }
  const mark = Buffer.from(`--${boundary}`)
  let at = body.indexOf(mark)
  while (at >= 0) {
    const next = body.indexOf(mark, at + mark.length)
    if (next < 0) break
    readPart(form, body.subarray(at + mark.length + 2, next - 2))
    at = next
  }
  return form
}

function readPart(form: Form, part: Buffer): void {
  const split = part.indexOf('\r\n\r\n')
  if (split < 0) return
  const head = part.toString('utf8', 0, split)
  const data = part.subarray(split + 4)
  const name = headField(head, 'name') ?? ''
  const filename = headField(head, 'filename')
  if (filename === undefined) form.values[name] = data.toString('utf8')
  else {
    // A copy, so that a small file does not keep its whole request alive.
    form.files.set(name, { name: filename, mime: contentTypeOf(head), data: Buffer.from(data) })
  }
}

const FIELDS = {
  name: /[;\s]name=(?:"([^"]*)"|([^;\r\n]*))/i,
  filename: /[;\s]filename=(?:"([^"]*)"|([^;\r\n]*))/i,
}

function headField(head: string, key: keyof typeof FIELDS): string | undefined {
  const found = FIELDS[key].exec(head)
  return found ? (found[1] ?? found[2]) : undefined
}

function contentTypeOf(head: string): string | undefined {
  return /content-type:\s*([^\r\n]+)/i.exec(head)?.[1]
}
