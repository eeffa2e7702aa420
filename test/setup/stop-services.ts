import { rmSync } from 'node:fs'
import { takeRunning } from './running-services'

export default async function stopServices(): Promise<void> {
  const services = takeRunning()
  if (services === undefined) return
  await Promise.all([services.postgres.stop(), services.temporal.stop()])
  rmSync(services.root, { recursive: true, force: true })
}
