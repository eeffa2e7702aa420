import { z } from 'zod'

/** What a parameter takes, read from its schema so that it cannot differ from what is checked. */
export interface ParameterForm {
  /** Its values, where they are a list; else null. */
  allowed: readonly string[] | null
  /** For people: `one of count, exclude`, `a number above 0 up to 86400`. */
  takes: string
}

interface JsonSchema {
  type?: string
  enum?: string[]
  minimum?: number
  exclusiveMinimum?: number
  maximum?: number
  items?: JsonSchema
}

export function parameterForm(schema: z.ZodType): ParameterForm {
  const form = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  return { allowed: form.enum ?? null, takes: wordsFor(form) }
}

function wordsFor(form: JsonSchema): string {
  if (form.enum !== undefined) return `one of ${form.enum.join(', ')}`
  switch (form.type) {
    case 'number':
    case 'integer':
      return [form.type === 'integer' ? 'a whole number' : 'a number', ...limitsOf(form)].join(' ')
    case 'array':
      return form.items?.type === 'string' ? 'texts with commas between them' : 'a list, as JSON'
    case 'boolean':
      return 'true or false'
    case 'string':
      return 'a text'
    default:
      return 'a value written as JSON'
  }
}

function limitsOf({ minimum, exclusiveMinimum, maximum }: JsonSchema): string[] {
  return [
    ...(exclusiveMinimum === undefined ? [] : [`above ${exclusiveMinimum}`]),
    ...(minimum === undefined ? [] : [`from ${minimum}`]),
    ...(maximum === undefined ? [] : [`up to ${maximum}`]),
  ]
}
