import type { Column } from '../../reports/column'
import type { DayStatus, Status } from './read-status'

/** A line per day, a column per version: what machines get as lines. */
export function dayColumns({ definitions }: Status): readonly Column<DayStatus>[] {
  return [
    { key: 'day', title: 'Day', shows: 'text', value: ({ day }) => day },
    { key: 'exported', title: 'Exported', shows: 'text', value: ({ exported }) => exported },
    {
      key: 'conversations',
      title: 'Conversations',
      shows: 'count',
      value: ({ conversations }) => conversations,
    },
    { key: 'open', title: 'Open', shows: 'count', value: ({ open }) => open },
    { key: 'quarantined', title: 'Quarantined', shows: 'count', value: ({ quarantined }) => quarantined },
    ...definitions.map(
      ({ kpi }): Column<DayStatus> => ({
        key: kpi,
        title: kpi,
        shows: 'text',
        // Null on a day without facts of what it observes: on days without agents' days nothing is computed of agents' time.
        value: ({ definitions: onDay }) => onDay.find((each) => each.kpi === kpi)?.state ?? null,
      }),
    ),
  ]
}
