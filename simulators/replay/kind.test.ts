import { expect, test } from 'vitest'
import { kindOf } from './kind.ts'

test.each([
  ['timestamp,value\n2013-12-02 21:15:00,73.9\n', 'csv'],
  ['\ufeffdatetime;a;b\n', 'csv'],
  ['name,value,time\npress,1,2\n', 'csv'],
  ['# a comment\ntime,a\n', 'csv'],
  ['', 'csv'],
  ['name,time,temperature\n', 'influx-csv'],
  ['name,tags,time,mean\n', 'influx-csv'],
  ['#datatype,string,long,dateTime:RFC3339,double,string,string\n', 'flux'],
  ['#group,false,false\r\n', 'flux'],
  [',result,table,_start,_stop,_time,_value,_field,_measurement,machine\n', 'flux'],
  ['# INFLUXDB EXPORT: 1677-09-21T00:12:43Z - 2262-04-11T23:47:16Z\n# DDL\n', 'line'],
  ['# DML\n# CONTEXT-DATABASE:plant\n', 'line'],
  ['\n# Telegraf\ncpu,host=a usage=1 1767225600000000000\n', 'line'],
  ['m s="a\nb" 1\n', 'line'],
  ['{"forewarnRecording":1,"startedAt":"2026-01-01T00:00:00Z"}\n', 'recording'],
  ['{"forewarnRecording":9}\n', 'recording'],
  ['{"ts":1}\n', 'csv'],
])('%j is %s', (beginning, kind) => {
  expect(kindOf(beginning)).toBe(kind)
})
