// SPDX-License-Identifier: AGPL-3.0-or-later
// Checks a value against a schema of an OpenAPI description, as far as that of the Cloud API needs.
import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'
import { z } from 'zod'

export interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly discriminator?:
    { readonly propertyName: string; readonly mapping: Readonly<Record<string, string>> } | undefined
}

export interface Description {
  readonly version: string
  readonly schemas: Record<string, Schema>
}

const description = z.object({
  info: z.object({ version: z.string() }),
  components: z.object({
    schemas: z.record(
      z.string(),
      z.custom<Schema>(value => typeof value === 'object'),
    ),
  }),
})

/** Reads a description from a file. */
export function readDescription(path: string): Description {
  const { info, components } = description.parse(load(readFileSync(path, 'utf8')))
  return { version: info.version, schemas: components.schemas }
}

/** Everything that is wrong with a value, each with its place. */
export function wrongWith({ schemas }: Description, name: string, value: unknown): string[] {
  const named = (ref: string): Schema => {
    const schema = schemas[ref.slice(ref.lastIndexOf('/') + 1)]
    if (!schema) throw new Error(`the description has no ${ref}`)
    return schema
  }

  /**
   * `allOf` as one object. The description closes parts of objects (`additionalProperties: false` beside the base they
   * extend), which as JSON Schema nothing at all could pass; here it closes the whole.
   */
  const merged = (schema: Schema): Schema => {
    if (schema.$ref !== undefined) return merged(named(schema.$ref))
    if (!schema.allOf) return schema
    const parts = [...schema.allOf.map(merged), { ...schema, allOf: undefined }]
    return {
      ...(Object.assign({}, ...parts) as Schema),
      required: parts.flatMap(part => part.required ?? []),
      properties: Object.assign({}, ...parts.map(part => part.properties ?? {})) as Record<string, Schema>,
      discriminator: undefined,
    }
  }

  const check = (given: Schema, value: unknown, at: string): string[] => {
    const schema = merged(given)
    const { discriminator } = schema
    if (discriminator && isObject(value)) {
      const kind = value[discriminator.propertyName]
      const ref = discriminator.mapping[String(kind)]
      return ref === undefined
        ? [`${at}: no ${discriminator.propertyName} ${JSON.stringify(kind)}`]
        : check({ $ref: ref }, value, at)
    }
    const wrong: string[] = []
    const kind = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value
    if (schema.type !== undefined && schema.type !== kind) return [`${at}: ${kind} instead of ${schema.type}`]
    if (schema.enum && !schema.enum.includes(value))
      wrong.push(`${at}: ${JSON.stringify(value)} is none of ${schema.enum.join()}`)
    if (typeof value === 'string') {
      const most = schema.maxLength ?? Infinity
      if (value.length > most) wrong.push(`${at}: ${value.length} characters, over ${most}`)
      if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value))
        wrong.push(`${at}: does not match ${schema.pattern}`)
    }
    if (Array.isArray(value)) {
      const [least, most] = [schema.minItems ?? 0, schema.maxItems ?? Infinity]
      if (value.length < least || value.length > most) wrong.push(`${at}: ${value.length} items`)
      const { items } = schema
      if (items) wrong.push(...value.flatMap((item, index) => check(items, item, `${at}[${index}]`)))
    }
    if (isObject(value)) {
      for (const key of schema.required ?? []) if (!(key in value)) wrong.push(`${at}: no ${key}`)
      for (const [key, item] of Object.entries(value)) {
        const property = schema.properties?.[key]
        if (property) wrong.push(...check(property, item, `${at}.${key}`))
        else if (schema.additionalProperties === false) wrong.push(`${at}: ${key} is not known`)
      }
    }
    if (schema.oneOf) {
      const tries = schema.oneOf.map(one => check(one, value, at))
      const fitting = tries.filter(each => each.length === 0).length
      if (fitting !== 1)
        wrong.push(`${at}: fits ${fitting} of ${tries.length} forms (${tries.flat().slice(0, 4).join('; ')})`)
    }
    return wrong
  }
  return check(named(name), value, name)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
