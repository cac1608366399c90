import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { brokerLimits } from '../broker/limits.ts'
import { brokerLimitsOf, brokerSettings } from './broker-settings.ts'
import { configurationPage, readConfig } from './config.ts'

test('an empty environment gives defaults that listen on loopback only', () => {
  expect(readConfig({})).toMatchObject({
    HOST: '127.0.0.1',
    HTTP_PORT: 8080,
    MQTT_PORT: 1883,
    DATA_DIR: './data',
  })
})

test('all mistakes are in one message, with what would be right and without secrets', () => {
  const env = { HTTP_PORT: '80800', LOG_LEVEL: 'loud', ADMIN_TOKEN: 'hunter2', INFLUX_TOKEN: 'abc' }
  const message = (() => {
    try {
      readConfig(env)
    } catch (error) {
      return String(error)
    }
  })()
  expect(message).toContain('4 mistakes')
  expect(message).toContain('HTTP_PORT: "80800" is not valid. Port of the API and the web page, 0 to 65535')
  expect(message).toContain('debug, info, warn or error')
  expect(message).toContain('at least 16 characters')
  expect(message).toContain('INFLUX_TOKEN: is given without INFLUX_URL')
  expect(message).not.toContain('hunter2')
})

test('an empty value counts as not given, as Compose passes it', () => {
  expect(readConfig({ INFLUX_URL: '', HTTP_PORT: '' })).toMatchObject({ HTTP_PORT: 8080 })
})

test('rollups stand for samples that are gone, and stay at least as long', () => {
  expect(() => readConfig({ ROLLUP_RETENTION_DAYS: '30' })).toThrow(/shorter than SAMPLE_RETENTION_DAYS/)
  expect(() => readConfig({ SAMPLE_RETENTION_DAYS: '0' })).toThrow(/shorter than SAMPLE_RETENTION_DAYS/)
  expect(() => readConfig({ SAMPLE_RETENTION_DAYS: '90', ROLLUP_RETENTION_DAYS: '89' })).toThrow(/shorter/)
  const forEver = { SAMPLE_RETENTION_DAYS: '90', ROLLUP_RETENTION_DAYS: '0' }
  expect(readConfig(forEver)).toMatchObject({ SAMPLE_RETENTION_DAYS: 90, ROLLUP_RETENTION_DAYS: 0 })
})

test('TLS needs its port and both files', () => {
  expect(() => readConfig({ MQTTS_PORT: '8883' })).toThrow(/without TLS_CERT_FILE.*without TLS_KEY_FILE/s)
  expect(() => readConfig({ TLS_CLIENT_CA_FILE: 'ca.pem' })).toThrow(
    /TLS_CLIENT_CA_FILE: .* without MQTTS_PORT/,
  )
  const whole = { MQTTS_PORT: '0', TLS_CERT_FILE: 'cert.pem', TLS_KEY_FILE: 'key.pem' }
  expect(readConfig(whole)).toMatchObject({ MQTTS_PORT: 0, TLS_CERT_FILE: 'cert.pem' })
})

test('the limits of the broker are settings, each of its own limit, with the defaults of the broker', () => {
  expect(brokerLimits).toMatchObject(brokerLimitsOf(readConfig({})))
  const limits = brokerLimitsOf(readConfig({ BROKER_MAX_PACKET_BYTES: '4096', DEVICE_MESSAGES_PER_S: '7' }))
  expect(limits).toMatchObject({ packetBytes: 4096, messagesPerS: 7 })
  expect(Object.keys(limits)).toHaveLength(Object.keys(brokerSettings).length)
  expect(() => readConfig({ BROKER_MAX_TOPIC_LEVELS: '0' })).toThrow(/BROKER_MAX_TOPIC_LEVELS.*3 to 100/)
})

test('what belongs to an external broker needs its URL, and the password is not shown', () => {
  const env = { EXTERNAL_MQTT_PASSWORD: 'hunter2', EXTERNAL_MQTT_SHARE: 'a/b' }
  expect(() => readConfig(env)).toThrow(
    /EXTERNAL_MQTT_SHARE: "a\/b" is not valid.*EXTERNAL_MQTT_PASSWORD: is given without EXTERNAL_MQTT_URL/s,
  )
  expect(() => readConfig({ EXTERNAL_MQTT_URL: 'http://broker' })).toThrow(/mqtts:\/\/host:8883/)
  expect(readConfig({ EXTERNAL_MQTT_URL: 'wss://broker/mqtt' }).EXTERNAL_MQTT_CLIENT_ID).toBe('forewarn')
})

test('docs/configuration.md is what the schema says', async () => {
  const page = await readFile(join(import.meta.dirname, '../docs/configuration.md'), 'utf8')
  expect(page).toBe(configurationPage())
})
