import type { Site } from './site'

/** The workforce management record of a site. */
export interface BusinessUnit {
  id: string
  site: Site
  managementUnits: readonly ManagementUnit[]
}

export interface ManagementUnit {
  id: string
  name: string
}
