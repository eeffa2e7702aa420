import platformClient from 'purecloud-platform-client-v2'
import { UsageError } from '../../src/errors'
import { regionHost, regionHosts } from '../../src/genesys/region'

// The SDK watches a configuration file in the home directory from the moment it is loaded.
platformClient.ApiClient.config.live_reload_config = false

test('the regions are those of the SDK', () => {
  const theirs = Object.entries(platformClient.PureCloudRegionHosts).map(([name, host]) => [
    name.replaceAll('_', '-'),
    host,
  ])
  expect(Object.fromEntries(theirs)).toEqual(regionHosts)
})

test('a region is known by its name, as the SDK writes it, and by its host', () => {
  expect(regionHost('eu-central-1')).toBe('mypurecloud.de')
  expect(regionHost('EU_CENTRAL_1')).toBe('mypurecloud.de')
  expect(regionHost('mypurecloud.de')).toBe('mypurecloud.de')
})

test('no other region is guessed, and nothing inherited counts as one', () => {
  expect(() => regionHost('eu-central-9')).toThrow(UsageError)
  expect(() => regionHost('constructor')).toThrow(UsageError)
})
