// The meter's numbers and the server's present state in the text format of Prometheus, version 0.0.4. // C33

import type { Stats } from "../storage/storage.ts";
import { bounds, type Counted } from "./meter.ts";

export const metricsType = "text/plain; version=0.0.4; charset=utf-8";

export interface Present {
  readonly live: number;
  readonly stats: Stats;
  /** Bytes of the process's resident memory. */
  readonly memory: number;
}

type Sample = readonly [labels: string, value: number];
type Kind = "counter" | "gauge" | "histogram";

const family = (name: string, kind: Kind, help: string, samples: readonly Sample[]): string =>
  [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`, ...samples.map(([labels, value]) => `${name}${labels} ${value}`)].join("\n");

const one = (name: string, kind: Kind, help: string, value: number): string => family(name, kind, help, [["", value]]);

export function exposition(counted: Counted, { live, stats, memory }: Present): string {
  const requests = [...counted.requests].flatMap(([route, results]) =>
    [...results].map(([result, count]): Sample => [`{route="${route}",result="${result}"}`, count]),
  );
  const pokes: readonly Sample[] = [
    ['{commit="inline"}', counted.pokesInline],
    ['{commit="none"}', counted.pokesBare],
  ];
  return `${[
    family("holdfast_requests_total", "counter", "Requests by route and how they ended.", requests),
    durations(counted),
    one("holdfast_commits_total", "counter", "Commits taken.", counted.commits),
    one("holdfast_changes_total", "counter", "Revisions in the commits taken.", counted.changes),
    one("holdfast_commit_bytes_total", "counter", "Bytes of the commits taken.", counted.commitBytes),
    one("holdfast_commit_transactions_total", "counter", "Durable transactions that the commits shared.", counted.transactions),
    family("holdfast_pokes_total", "counter", "Pokes sent to live connections.", pokes),
    one("holdfast_live_connections", "gauge", "Live connections that have said whose they are.", live),
    one("holdfast_sessions", "gauge", "Sessions.", stats.sessions),
    one("holdfast_accounts", "gauge", "Accounts.", stats.accounts),
    one("holdfast_database_bytes", "gauge", "Bytes of the database.", stats.databaseBytes),
    one("holdfast_database_ahead_bytes", "gauge", "Bytes of the log written ahead of the database.", stats.aheadBytes),
    one("process_resident_memory_bytes", "gauge", "Resident memory of the process in bytes.", memory),
  ].join("\n")}\n`;
}

function durations(counted: Counted): string {
  const name = "holdfast_request_duration_seconds";
  const lines = [...counted.timings].flatMap(([route, { counts, seconds }]) => {
    let total = 0;
    const buckets = counts.map((count, i) => {
      total += count;
      return `${name}_bucket{route="${route}",le="${bounds[i] ?? "+Inf"}"} ${total}`;
    });
    return [...buckets, `${name}_sum{route="${route}"} ${seconds}`, `${name}_count{route="${route}"} ${total}`];
  });
  return [`# HELP ${name} How long requests took.`, `# TYPE ${name} histogram`, ...lines].join("\n");
}
