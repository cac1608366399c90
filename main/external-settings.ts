import { Type } from 'typebox'

const text = (description: string) => Type.Optional(Type.String({ minLength: 1, description }))

/** What the environment can say of an MQTT broker of the plant, from which messages come as well. */
export const externalSettings = {
  EXTERNAL_MQTT_URL: Type.Optional(
    Type.String({
      pattern: '^(mqtt|mqtts|ws|wss)://[^\\s/@]+(/[^\\s]*)?$',
      description:
        'MQTT broker of the plant, as mqtt://host:1883, mqtts://host:8883, ws://host/path or wss://host/path. Messages come from there beside those of our own broker. When not given there is none.',
    }),
  ),
  EXTERNAL_MQTT_USERNAME: text('User name at the broker of EXTERNAL_MQTT_URL.'),
  EXTERNAL_MQTT_PASSWORD: Type.Optional(
    Type.String({ minLength: 1, secret: true, description: 'Password of EXTERNAL_MQTT_USERNAME.' }),
  ),
  EXTERNAL_MQTT_TOPICS: text(
    'Topic filters to subscribe to, separated by commas. When not given: telemetry/#, status/#, spBv1.0/#, homie/5/# and the topics of the formats.',
  ),
  EXTERNAL_MQTT_CLIENT_ID: Type.String({
    default: 'forewarn',
    pattern: '^[A-Za-z0-9_-]{1,20}$',
    description:
      'The connections are called this, with -1, -2 and so on. Of each service at one broker its own: letters, digits, - and _, at most 20.',
  }),
  EXTERNAL_MQTT_SHARE: Type.Optional(
    Type.String({
      pattern: '^[^\\s/+#]+$',
      description:
        'Name of a shared subscription (MQTT 5), without / + and #: services and connections with the same one share the messages. Order is lost, and retained messages do not come. When not given: a plain subscription on one connection.',
    }),
  ),
  EXTERNAL_MQTT_CONNECTIONS: Type.Integer({
    minimum: 1,
    maximum: 64,
    default: 4,
    description: 'Connections with EXTERNAL_MQTT_SHARE, 1 to 64.',
  }),
}
