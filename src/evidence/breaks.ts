import type { Format } from "../model/source.ts";

/** A dated change in what is recorded, or in the world, that looks like an effect when it falls inside a window. */
export interface Break {
  readonly id: string;
  /** First and last month touched; `to` is the same month for a step. */
  readonly from: string;
  readonly to: string;
  readonly title: string;
  /** Outcomes it concerns, lower case, matched as part of the name; empty = every outcome. */
  readonly outcomes: readonly string[];
  /** Formats of source it concerns; empty = every English and Welsh police source. */
  readonly formats: readonly Format[];
  readonly kind: "recording" | "world" | "supply";
  readonly source: string;
  /** How the date was learnt. */
  readonly status: "seen in data" | "published" | "recalled";
}

/** Known breaks, in order of date. A workspace may add its own in a CSV. */
export const knownBreaks: readonly Break[] = [
  {
    id: "ncrs-2002",
    from: "2002-04",
    to: "2002-04",
    title: "National Crime Recording Standard adopted",
    outcomes: [],
    formats: [],
    kind: "recording",
    source: "Home Office counting rules",
    status: "recalled",
  },
  {
    id: "fraud-action-fraud",
    from: "2013-04",
    to: "2015-03",
    title: "fraud moves from forces to Action Fraud",
    outcomes: ["fraud"],
    formats: [],
    kind: "recording",
    source:
      "fraud and forgery falls from 1,698 a month in April 2010 to about none by 2015 in the London borough tables",
    status: "seen in data",
  },
  {
    id: "police-uk-types-2013",
    from: "2013-05",
    to: "2013-05",
    title: "police.uk splits violent crime and public disorder into new types",
    outcomes: ["violen", "public order", "weapon", "theft from the person", "bicycle"],
    formats: ["police-uk-street"],
    kind: "recording",
    source: "data.police.uk change log",
    status: "recalled",
  },
  {
    id: "recording-inspection-2014",
    from: "2014-11",
    to: "2016-12",
    title: "violence recorded more fully after the national crime data integrity inspection",
    outcomes: ["violen", "sexual", "rape", "harassment"],
    formats: [],
    kind: "recording",
    source: "HMIC, Crime-recording: making the victim count (November 2014)",
    status: "recalled",
  },
  {
    id: "residential-burglary-2017",
    from: "2017-04",
    to: "2017-04",
    title: "burglary redefined as residential and business",
    outcomes: ["burglary"],
    formats: [],
    kind: "recording",
    source: "Home Office counting rules",
    status: "recalled",
  },
  {
    id: "gmp-supply-2019",
    from: "2019-07",
    to: "2019-07",
    title: "Greater Manchester stops supplying street-level data",
    outcomes: [],
    formats: ["police-uk-street"],
    kind: "supply",
    source: "data.police.uk change log",
    status: "recalled",
  },
  {
    id: "covid-2020",
    from: "2020-03",
    to: "2021-07",
    title: "Covid-19 restrictions",
    outcomes: [],
    formats: [],
    kind: "world",
    source: "SI 2020/350 from 26 March 2020 to the end of most restrictions on 19 July 2021",
    status: "published",
  },
  {
    id: "london-burglary-2023",
    from: "2023-04",
    to: "2023-07",
    title: "domestic burglary replaced by burglary of a home and of an unconnected building",
    outcomes: ["domestic burglary", "res burglary"],
    formats: ["london-borough"],
    kind: "recording",
    source: "the London borough tables: the old category ends in July 2023, the new ones start in April 2023",
    status: "seen in data",
  },
  {
    id: "conduct-crimes-2023",
    from: "2023-05",
    to: "2023-05",
    title: "principal crime rule for conduct crimes changes",
    outcomes: ["violen", "harassment", "stalking"],
    formats: [],
    kind: "recording",
    source: "Home Office counting rules",
    status: "recalled",
  },
  {
    id: "connect-2024",
    from: "2024-02",
    to: "2024-02",
    title: "the Metropolitan Police moves to a new recording system",
    outcomes: [],
    formats: ["london-borough"],
    kind: "recording",
    source: "Metropolitan Police notes to the borough tables",
    status: "recalled",
  },
];
