import { statfsSync } from 'node:fs'

/**
 * The server's settings as arguments: for bulk loads on a laptop. `throwaway` gives up surviving a power cut for speed.
 */
export function postgresSettings(port: number, throwaway: boolean): string[] {
  const values: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: throwaway ? '128MB' : '256MB',
    maintenance_work_mem: '128MB',
    work_mem: '16MB',
    // Bulk loads: few checkpoints, and COPY into a partition made in the same transaction skips the WAL.
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    wal_level: 'minimal',
    max_wal_senders: 0,
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(hasLittleSharedMemory() ? { dynamic_shared_memory_type: 'mmap' } : {}),
    ...(throwaway ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** Containers often have 64 MB of /dev/shm, on which a parallel query fails. */
function hasLittleSharedMemory(): boolean {
  if (process.platform !== 'linux') return false
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    return bavail * bsize < 512 * 1024 * 1024
  } catch {
    return true
  }
}
