/** Why a database lets nobody in, and what to do. */
export interface Refusal {
  why: string
  advice: string
}

/** Why the database or the driver refused to connect; null for any other error. */
export function refusalOf(error: unknown): Refusal | null {
  const code = (error as { code?: unknown } | null)?.code
  const text = error instanceof Error ? error.message : ''
  if (code === '3D000') {
    return {
      why: 'there is no database of that name',
      advice: 'Create it (CREATE DATABASE), or correct its name in DATABASE_URL.',
    }
  }
  if (code === '28000') {
    return {
      why: 'its rules let this user not in from here',
      advice:
        'Correct the user in DATABASE_URL, or let the user in by pg_hba.conf, with or without TLS (?sslmode=…).',
    }
  }
  if (typeof code === 'string' && code.startsWith('28')) {
    return {
      why: 'wrong user or password',
      advice:
        'Correct user or password in DATABASE_URL; signs such as @ and / in them are written %40 and %2F.',
    }
  }
  // The driver's own words: these come without a code.
  if (/client password must be a string|no password supplied/.test(text)) {
    return {
      why: 'it wants a password and none was given',
      advice: 'Give it in DATABASE_URL (or in the file that DATABASE_URL_FILE names), or as PGPASSWORD.',
    }
  }
  if (/does not support SSL/.test(text)) {
    return {
      why: 'it speaks no TLS',
      advice: 'Take sslmode out of DATABASE_URL, or switch TLS on in Postgres.',
    }
  }
  if (typeof code === 'string' && /CERT|^ERR_(?:TLS|SSL)/.test(code)) {
    return {
      why: `its TLS certificate cannot be trusted (${code})`,
      advice: 'Name the authority’s file by ?sslrootcert=… in DATABASE_URL.',
    }
  }
  if (code === 'EACCES' && (error as { syscall?: unknown }).syscall === 'connect') {
    return {
      why: 'this user may not open its socket',
      advice: 'Run as a user who may, or name another host in DATABASE_URL.',
    }
  }
  return null
}
