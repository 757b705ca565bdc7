// Counters of one box for Prometheus, labelled by route template, never by URL.
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  registry: Registry
  requests: Histogram<'method' | 'route' | 'status'>
  /** Answers that anybody may have: how many, of which type, and nothing of who asked. */
  openReads: Counter<'type'>
  throttled: Counter<string>
  auditWaiting: Gauge<string>
}

/** Fresh metrics with a registry of their own: two boxes in one process do not mix. */
export const createMetrics = (): Metrics => {
  const registry = new Registry()
  const registers = [registry]
  return {
    registry,
    requests: new Histogram({
      name: 'box_request_seconds',
      help: 'Requests by method, route template and status',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    openReads: new Counter({
      name: 'box_open_reads_total',
      help: 'Answers that are open to anybody, by resource type',
      labelNames: ['type'],
      registers,
    }),
    throttled: new Counter({
      name: 'box_throttled_total',
      help: 'Anonymous requests that were turned away',
      registers,
    }),
    auditWaiting: new Gauge({
      name: 'box_audit_waiting',
      help: 'AuditEvents that wait to be written',
      registers,
    }),
  }
}
