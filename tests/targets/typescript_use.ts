// A project that uses the types: it compiles, and what is wrong in it does not.
import { casualtyOutcomes } from "./conflictdp";
import type { Casualty, Document, Event, Licence, Line } from "./conflictdp";

export function bySource(document: Document): [string, string, number][] {
  const found: [string, string, number][] = [];
  for (const event of document.events)
    for (const claim of event.claims ?? [])
      for (const count of claim.casualties ?? [])
        found.push([claim.source_id, casualtyOutcomes[count.outcome].label, count.best ?? count.low ?? 0]);
  return found;
}

export function typeOf(line: Line): string | undefined {
  return line.record === "event" ? line.event_type : undefined;
}

export const count: Casualty = { outcome: "killed", count_kind: "exact", best: 7, x_own: "text" };
export const event: Event = {
  event_id: "e",
  event_type: "a_code_beyond_the_open_list",
  casualties: [{ outcome: "killed", count_kind: "some" }],
};
export const licence: Licence = { name: "CC0-1.0" };
export const line: Line = { record: "casualty", event_id: "e", outcome: "killed", count_kind: "some" };

// @ts-expect-error a code that the closed list does not have
export const slain: Casualty = { outcome: "slain", count_kind: "exact" };
// @ts-expect-error a required key is missing
export const incomplete: Casualty = { outcome: "killed" };
// @ts-expect-error an unknown key
export const unknown: Casualty = { outcome: "killed", count_kind: "exact", deaths: 3 };
// @ts-expect-error a publisher's own key holds text
export const number: Casualty = { outcome: "killed", count_kind: "exact", x_own: 3 };
// @ts-expect-error absent is left out, not null
export const empty: Casualty = { outcome: "killed", count_kind: "exact", best: null };
// @ts-expect-error the parent says the event
export const repeated: Event = { event_id: "e", event_type: "shelling", casualties: [{ outcome: "killed", count_kind: "some", event_id: "e" }] };
// @ts-expect-error neither name nor path
export const nameless: Licence = { title: "A licence" };
// @ts-expect-error a record on a line of its own names its parent
export const orphan: Line = { record: "casualty", outcome: "killed", count_kind: "some" };
