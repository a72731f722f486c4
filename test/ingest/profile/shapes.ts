/**
 * Headers of public files as their publishers write them, over invented rows: what a new analyst brings to `init`.
 * Sources of the headers: the open-data portals of the places named; no value is theirs.
 */

export interface Shape {
  readonly name: string;
  readonly text: string;
  readonly latin?: true;
  /** Declarations that reading it rightly needs, beside others that do no harm. */
  readonly right: Readonly<Record<string, unknown>>;
  /** What must be asked, where something must. */
  readonly asks?: RegExp;
}

let state = 7;
/** A small congruential generator: the same rows at every run. */
const draw = (below: number): number => {
  state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
  return Math.floor((state / 2_147_483_648) * below);
};
const pick = <T>(list: readonly T[]): T => list[draw(list.length)]!;
const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
const cross = <A, B>(a: readonly A[], b: readonly B[]): [A, B][] =>
  a.flatMap((x) => b.map((y): [A, B] => [x, y]));
const pad = (n: number, width = 2): string => String(n).padStart(width, "0");
const months = times(12, (m) => m + 1);
const shortMonths = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

const table = (header: string, rows: readonly (readonly (string | number)[])[], delimiter = ","): string => {
  const cell = (value: string | number): string => {
    const text = String(value);
    return text.includes(delimiter) || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${[header, ...rows.map((row) => row.map(cell).join(delimiter))].join("\n")}\n`;
};

const day = (): { y: number; m: number; d: number; h: number } => ({
  y: pick([2022, 2023]),
  m: 1 + draw(12),
  d: 1 + draw(28),
  h: draw(24),
});
const twelve = ({ y, m, d, h }: ReturnType<typeof day>): string =>
  `${pad(m)}/${pad(d)}/${y} ${pad(h % 12 || 12)}:${pad(draw(60))}:00 ${h < 12 ? "AM" : "PM"}`;

const chicago = (): Shape => ({
  name: "Chicago, crimes",
  text: table(
    "ID,Case Number,Date,Block,IUCR,Primary Type,Description,Location Description,Arrest,Domestic,Beat,District,Ward,Community Area,FBI Code,X Coordinate,Y Coordinate,Year,Updated On,Latitude,Longitude,Location",
    times(200, (i) => {
      const when = day();
      return [
        ...[
          12_000_000 + i,
          `JG${pad(i, 6)}`,
          twelve(when),
          `0${pad(draw(99))}XX S STATE ST`,
          pick(["0820", "0486"]),
        ],
        ...[
          pick(["THEFT", "BATTERY", "BURGLARY"]),
          pick(["SIMPLE", "OVER $500"]),
          pick(["STREET", "APARTMENT"]),
        ],
        ...[
          "false",
          "true",
          pad(111 + draw(2400), 4),
          pad(1 + draw(25), 3),
          1 + draw(50),
          1 + draw(77),
          pick(["06", "08B"]),
        ],
        ...[1_150_000 + draw(50_000), 1_850_000 + draw(90_000), when.y, "02/10/2024 03:50:01 PM"],
        ...[`41.8${draw(99_999)}`, `-87.6${draw(99_999)}`, "(41.8, -87.6)"],
      ];
    }),
  ),
  right: {
    format: "incidents",
    columns: { unit: "Community Area", period: "Date", outcome: "Primary Type" },
    "date-format": "MM/DD/YYYY hh:mm:ss A",
  },
});

const vancouver = (): Shape => ({
  name: "Vancouver, year, month, day, hour apart",
  text: table(
    "TYPE,YEAR,MONTH,DAY,HOUR,MINUTE,HUNDRED_BLOCK,NEIGHBOURHOOD,X,Y",
    times(200, () => [
      ...[
        pick(["Theft from Vehicle", "Mischief"]),
        pick([2021, 2022]),
        1 + draw(12),
        1 + draw(28),
        draw(24),
        draw(60),
      ],
      ...[
        `${draw(99)}XX MAIN ST`,
        pick(["West End", "Strathcona", "Sunset"]),
        491_000.5 + draw(999),
        5_457_000.5 + draw(999),
      ],
    ]),
  ),
  right: {
    format: "incidents",
    columns: { unit: "NEIGHBOURHOOD", period: { year: "YEAR", month: "MONTH" }, outcome: "TYPE" },
  },
});

const toronto = (): Shape => ({
  name: "Toronto, major crime indicators",
  text: table(
    "OBJECTID,EVENT_UNIQUE_ID,REPORT_DATE,OCC_DATE,REPORT_YEAR,REPORT_MONTH,OCC_YEAR,OCC_MONTH,OCC_DAY,OCC_DOW,OCC_HOUR,DIVISION,LOCATION_TYPE,PREMISES_TYPE,UCR_CODE,OFFENCE,MCI_CATEGORY,HOOD_158,NEIGHBOURHOOD_158,LONG_WGS84,LAT_WGS84",
    times(200, (i) => {
      const { y, m, d, h } = day();
      const name = pick(["January", "May", "October"]);
      const place = pick([
        ["168", "Downtown (168)"],
        ["77", "Waterfront (77)"],
        ["95", "Annex (95)"],
      ])!;
      return [
        ...[
          i + 1,
          `GO-${20_140_000 + i}`,
          `${m}/${Math.min(28, d + 1)}/${y} 5:00:00 AM`,
          `${m}/${d}/${y} 5:00:00 AM`,
        ],
        ...[
          y,
          name,
          y,
          name,
          d,
          "Monday",
          h,
          pick(["D11", "D51"]),
          pick(["Apartment", "Street"]),
          pick(["House", "Outside"]),
        ],
        ...[
          1430,
          pick(["Assault", "B&E", "Theft Over"]),
          pick(["Assault", "Break and Enter"]),
          ...place,
          -79.4,
          43.6,
        ],
      ];
    }),
  ),
  right: { format: "incidents", columns: { unit: "NEIGHBOURHOOD_158", outcome: "MCI_CATEGORY" } },
});

const calgary = (): Shape => ({
  name: "Calgary, counts with zeros left out",
  text: table(
    "Community,Category,Crime Count,Year,Month",
    cross(
      cross(["BELTLINE", "SUNALTA", "MISSION"], ["Assault", "Street Robbery"]),
      cross([2021, 2022], months),
    )
      .filter(() => draw(10) < 8)
      .map(([[place, kind], [year, month]]) => [place, kind, 1 + draw(8), year, month]),
  ),
  right: {
    format: "long",
    columns: {
      unit: "Community",
      period: { year: "Year", month: "Month" },
      outcome: "Category",
      value: "Crime Count",
    },
    absent: "zero",
  },
  asks: /absent: zero/,
});

const charlottesville = (): Shape => ({
  name: "Charlottesville, with a reporting officer",
  text: table(
    "RecordID,Offense,IncidentID,BlockNumber,StreetName,Agency,DateReported,HourReported,ReportingOfficer",
    times(120, (i) => {
      const { y, m, d, h } = day();
      return [
        ...[
          i + 1,
          pick(["Larceny", "Vandalism", "Assault Simple"]),
          `2022${pad(i, 5)}`,
          100 * (1 + draw(18)),
        ],
        ...[
          pick(["W MAIN ST", "14TH ST NW", "HYDRAULIC RD"]),
          "CPD",
          `${y}-${pad(m)}-${pad(d)}T${pad(h)}:10:00Z`,
          `${pad(h)}10`,
        ],
        pick(["Miller, Tara", "Davis, John", "Wood, Amy"]),
      ];
    }),
  ),
  right: { format: "incidents", columns: { period: "DateReported", outcome: "Offense" } },
  asks: /time-zone/,
});

const rio = (): Shape => ({
  name: "Rio de Janeiro, one column an offence, semicolons and Latin letters",
  latin: true,
  text: table(
    "cisp;mes;ano;mes_ano;aisp;risp;munic;mcirc;Regiao;hom_doloso;latrocinio;roubo_veiculo",
    cross(
      [
        [1, "Rio de Janeiro"],
        [72, "São Gonçalo"],
        [4, "Rio de Janeiro"],
      ] as const,
      cross([2021, 2022], months),
    ).map(([[cisp, city], [year, month]]) => [
      ...[cisp, month, year, `${year}m${pad(month)}`, 5, 1, city, 3_304_557, "Capital"],
      ...[draw(5), draw(3), draw(60)],
    ]),
    ";",
  ),
  right: {
    format: "long",
    delimiter: ";",
    encoding: "windows-1252",
    columns: {
      unit: "cisp",
      period: { year: "ano", month: "mes" },
      value: ["hom_doloso", "latrocinio", "roubo_veiculo"],
    },
  },
});

const leipzig = (): Shape => ({
  name: "Leipzig, years as columns",
  text: table(
    "Gebiet,Sachmerkmal,2018,2019,2020,2021",
    cross(["Zentrum", "Reudnitz", "Gohlis-Süd"], ["Diebstahl", "Körperverletzung"]).map(([place, kind]) => [
      place,
      kind,
      ...times(4, () => draw(900)),
    ]),
  ),
  right: { format: "wide", columns: { unit: "Gebiet", outcome: "Sachmerkmal" } },
});

const monterrey = (): Shape => ({
  name: "Nuevo León, months as columns with the year in the row",
  latin: true,
  text: table(
    "Año,Clave_Ent,Entidad,Cve. Municipio,Municipio,Bien jurídico afectado,Tipo de delito,Subtipo de delito,Modalidad,Enero,Febrero,Marzo,Abril,Mayo,Junio,Julio,Agosto,Septiembre,Octubre,Noviembre,Diciembre",
    cross(
      cross([2021, 2022], [
        [19_039, "Monterrey"],
        [19_046, "San Nicolás"],
        [19_026, "Guadalupe"],
      ] as const),
      [
        ["El patrimonio", "Robo", "Robo a casa", "Con violencia"],
        ["El patrimonio", "Robo", "Robo a casa", "Sin violencia"],
        ["La vida", "Homicidio", "Homicidio doloso", "Con arma"],
      ],
    ).map(([[year, [code, place]], kinds]) => [
      year,
      19,
      "Nuevo León",
      code,
      place,
      ...kinds,
      ...times(12, () => draw(20)),
    ]),
  ),
  right: {
    format: "wide",
    encoding: "windows-1252",
    columns: { unit: "Municipio", period: { year: "Año" }, outcome: "Tipo de delito" },
    "sum-over": ["Modalidad"],
  },
});

const londonLsoa = (): Shape => ({
  name: "London by LSOA, months side by side in one long table",
  text: table(
    "lsoa_code,borough,major_category,minor_category,value,year,month",
    cross(
      cross(
        times(5, (i) => `E0100${pad(i, 4)}`),
        [
          ["Theft", "Bicycle"],
          ["Theft", "Other"],
          ["Robbery", "Personal"],
        ],
      ),
      cross([2015, 2016], months),
    ).map(([[code, kinds], [year, month]]) => [code, "Camden", ...kinds!, draw(4), year, month]),
  ),
  right: {
    format: "long",
    columns: {
      unit: "lsoa_code",
      period: { year: "year", month: "month" },
      outcome: "major_category",
      value: "value",
    },
    "sum-over": ["minor_category"],
  },
});

const india = (): Shape => ({
  name: "India, districts with a total in each state",
  text: table(
    "STATE/UT,DISTRICT,YEAR,MURDER,ROBBERY,TOTAL IPC CRIMES",
    [2010, 2011, 2012].flatMap((year) =>
      [
        ["ANDHRA PRADESH", ["ADILABAD", "ANANTAPUR", "AURANGABAD"]] as const,
        ["BIHAR", ["PATNA", "GAYA", "AURANGABAD"]] as const,
      ].flatMap(([state, districts]) => {
        const rows = districts.map((name) => {
          const [a, b] = [20 + draw(200), 20 + draw(200)];
          return [state, name, year, a, b, a + b];
        });
        const sum = (at: number): number => rows.reduce((total, row) => total + Number(row[at]), 0);
        return [...rows, [state, "TOTAL", year, sum(3), sum(4), sum(5)]];
      }),
    ),
  ),
  right: {
    format: "long",
    columns: {
      unit: ["STATE/UT", "DISTRICT"],
      period: "YEAR",
      value: ["MURDER", "ROBBERY", "TOTAL IPC CRIMES"],
    },
    "exclude-units": [
      { unit: "ANDHRA PRADESH / TOTAL", reason: "a total by its name" },
      { unit: "BIHAR / TOTAL", reason: "a total by its name" },
    ],
  },
});

const ireland = (): Shape => ({
  name: "Ireland, quarters, with a State that adds up",
  text: table(
    "Statistic Label,Quarter,Garda Region,Type of Offence,UNIT,VALUE",
    cross(cross(["2019Q1", "2019Q2", "2019Q3", "2019Q4"], ["Murder (0111)", "Assault (0211)"]), [
      "x",
    ]).flatMap(([[quarter, kind]]) => {
      const counts = times(3, () => 20 + draw(300));
      return ["10 Dublin Region", "20 Northern Region", "30 Southern Region", "State"].map((place, i) => [
        ...["Recorded crime incidents", quarter, place, kind, "Number"],
        i < 3 ? counts[i]! : counts.reduce((a, b) => a + b),
      ]);
    }),
  ),
  right: {
    format: "long",
    columns: { unit: "Garda Region", period: "Quarter", outcome: "Type of Offence", value: "VALUE" },
  },
});

const northernIreland = (): Shape => ({
  name: "Northern Ireland, counts beside rates",
  text: table(
    "Calendar_Year,Month,Policing_District,Crime_Type,Data_Measure,Count",
    cross(
      cross(cross([2019, 2020], shortMonths), cross(["Belfast City", "Mid Ulster"], ["Burglary", "Robbery"])),
      [
        "Police Recorded Crime",
        "Police Recorded Crime Outcomes (number)",
        "Police Recorded Crime Outcomes (rate %)",
      ],
    ).map(([[[year, month], [place, kind]], measure]) => [year, month, place, kind, measure, draw(300)]),
  ),
  right: {
    format: "long",
    columns: {
      unit: "Policing_District",
      period: { year: "Calendar_Year", month: "Month" },
      outcome: "Crime_Type",
      value: "Count",
    },
    where: { Data_Measure: "Police Recorded Crime" },
  },
});

const homeOffice = (): Shape => ({
  name: "Home Office, quarters of financial years",
  text: table(
    "Financial Year,Financial Quarter,Force Name,Offence Description,Offence Group,Offence Subgroup,Offence Code,Number of Offences",
    cross(cross(cross(["2018/19", "2019/20"], [1, 2, 3, 4]), ["Avon and Somerset", "Bedfordshire"]), [
      ["Burglary - Residential", "Theft offences", "Burglary", "28E"],
      ["Burglary - Business", "Theft offences", "Burglary", "30C"],
      ["Robbery of personal property", "Robbery", "Robbery of personal property", "34B"],
    ]).map(([[[year, quarter], force], kinds]) => [year, quarter, force, ...kinds, draw(300)]),
  ),
  right: {
    format: "long",
    columns: {
      unit: "Force Name",
      period: { "financial-year": "Financial Year", quarter: "Financial Quarter" },
      outcome: "Offence Group",
      value: "Number of Offences",
    },
    "sum-over": ["Offence Description"],
  },
});

const dashboard = (): Shape => ({
  name: "Metropolitan Police dashboard, areas of two kinds and two measures",
  text: table(
    "Month_Year,Area Type,Borough_SNT,Area Name,Area Code,Offence Group,Offence Subgroup,Measure,Financial Year,Count,Refresh Date",
    cross(
      cross(
        times(6, (m) => `2023-${pad(m + 1)}-01`),
        [
          ["Borough", "Camden", "Camden", "E09000007"],
          ["Borough", "Brent", "Brent", "E09000005"],
          ["Safer Neighbourhood Teams", "Camden North", "North", "E05x"],
          ["Safer Neighbourhood Teams", "Brent South", "South", "E05y"],
        ],
      ),
      cross(
        [
          ["THEFT", "OTHER THEFT"],
          ["THEFT", "SHOPLIFTING"],
          ["ROBBERY", "PERSONAL"],
        ],
        ["Offences", "Positive Outcomes"],
      ),
    ).map(([[month, place], [kinds, measure]]) => [
      month,
      ...place,
      ...kinds,
      measure,
      "fy22-23",
      draw(300),
      "2025-01-05",
    ]),
  ),
  right: {
    format: "long",
    columns: { unit: "Borough_SNT", period: "Month_Year", outcome: "Offence Group", value: "Count" },
    where: { "Area Type": "Borough", Measure: "Offences" },
    "sum-over": ["Offence Subgroup"],
    frequency: "month",
  },
});

const southAustralia = (): Shape => ({
  name: "South Australia, counts of days by suburb",
  text: table(
    "Reported Date,Suburb - Incident,Postcode - Incident,Offence Level 1 Description,Offence Level 2 Description,Offence Level 3 Description,Offence count",
    cross(
      cross(
        times(60, (k) => `${pad((k % 28) + 1)}/${pad(7 + Math.floor(k / 28))}/2023`),
        [
          ["ADELAIDE", 5000],
          ["NORWOOD", 5067],
        ] as const,
      ),
      [
        ["THEFT", "Theft from motor vehicle"],
        ["DAMAGE", "Graffiti"],
        ["THEFT", "Other theft"],
      ],
    )
      .filter(() => draw(10) < 7)
      .map(([[date, [suburb, code]], kinds]) => [
        date,
        suburb,
        code,
        "AGAINST PROPERTY",
        ...kinds,
        1 + draw(5),
      ]),
  ),
  right: {
    columns: {
      unit: "Suburb - Incident",
      period: "Reported Date",
      outcome: "Offence Level 2 Description",
      value: "Offence count",
    },
    "date-format": "DD/MM/YYYY",
    frequency: "month",
    "sum-over": ["Offence Level 3 Description"],
  },
  asks: /absent: zero/,
});

const scotland = (): Shape => ({
  name: "Scotland, counts beside ratios, financial years in full",
  text: table(
    "FeatureCode,DateCode,Measurement,Units,Value,Crime or Offence",
    cross(
      cross(["S12000033", "S12000034", "S12000041"], ["2018/2019", "2019/2020"]),
      cross(["Housebreaking", "Robbery"], ["Count", "Ratio"]),
    ).map(([[code, year], [kind, measure]]) => [
      code,
      year,
      measure,
      measure === "Count" ? "Recorded" : "Per 10,000",
      draw(900),
      kind,
    ]),
  ),
  right: {
    format: "long",
    columns: { unit: "FeatureCode", period: "DateCode", outcome: "Crime or Offence", value: "Value" },
  },
});

const newSouthWales = (): Shape => ({
  name: "New South Wales, months by name as columns",
  text: table(
    [
      "LGA",
      "Offence category",
      "Subcategory",
      ...cross([2021, 2022], shortMonths).map(([y, m]) => `${m} ${y}`),
    ].join(","),
    cross(
      ["Albury", "Ballina", "Bega Valley"],
      [
        ["Homicide", "Murder"],
        ["Assault", "Domestic"],
        ["Assault", "Other"],
      ],
    ).map(([place, kinds]) => [place, ...kinds, ...times(24, () => draw(30))]),
  ),
  right: {
    format: "wide",
    columns: { unit: "LGA", outcome: "Offence category" },
    "date-format": "MMM YYYY",
    "sum-over": ["Subcategory"],
  },
});

const netherlands = (): Shape => ({
  name: "Netherlands, periods such as 2019MM01",
  text: table(
    "ID;SoortMisdrijf;RegioS;Perioden;GeregistreerdeMisdrijven_1",
    cross(
      cross(["1.1.1", "1.2.1"], ["GM0363", "GM0599", "GM0344"]),
      times(6, (m) => `2019MM${pad(m + 1)}`),
    ).map(([[kind, place], period], i) => [i, kind, place, period, draw(500)]),
    ";",
  ),
  right: {
    format: "long",
    columns: { unit: "RegioS", period: "Perioden", value: "GeregistreerdeMisdrijven_1" },
  },
});

const france = (): Shape => ({
  name: "France, counts beside rates with decimal commas",
  text: table(
    "CODGEO_2024;annee;indicateur;unite_de_compte;nombre;taux_pour_mille;insee_pop",
    cross(
      cross(
        [
          ["75056", 2_100_000],
          ["69123", 520_000],
          ["13055", 870_000],
        ] as const,
        [2020, 2021, 2022],
      ),
      ["Cambriolages", "Vols de véhicule"],
    ).map(([[[code, people], year], kind]) => [
      code,
      year,
      kind,
      "victime",
      draw(900),
      `${draw(9)},${pad(draw(99))}`,
      people,
    ]),
    ";",
  ),
  right: {
    format: "long",
    columns: {
      unit: "CODGEO_2024",
      period: "annee",
      outcome: "indicateur",
      value: "nombre",
      exposure: "insee_pop",
    },
  },
});

const italy = (): Shape => ({
  name: "Italy, codes beside their words",
  text: table(
    "ITTER107,Territorio,REATI_PS,Tipo di delitto,TIME,Seleziona periodo,Value,Flag Codes,Flags",
    cross(
      cross(
        [
          ["ITC11", "Torino"],
          ["ITC45", "Milano"],
        ],
        [
          ["THEFT", "furti"],
          ["ROBBER", "rapine"],
        ],
      ),
      times(6, (i) => 2015 + i),
    ).map(([[place, kind], year]) => [...place, ...kind, year, year, draw(900), "", ""]),
  ),
  right: {
    format: "long",
    columns: { unit: "Territorio", period: "TIME", outcome: "Tipo di delitto", value: "Value" },
  },
});

const saoPaulo = (): Shape => ({
  name: "São Paulo, months in Portuguese with a total",
  text: table(
    "Natureza;Municipio;Ano;Janeiro;Fevereiro;Marco;Abril;Maio;Junho;Julho;Agosto;Setembro;Outubro;Novembro;Dezembro;Total",
    cross(cross(["HOMICÍDIO", "ROUBO"], ["Santos", "Campinas"]), [2021, 2022]).map(
      ([[kind, place], year]) => {
        const counts = times(12, () => draw(50));
        return [kind, place, year, ...counts, counts.reduce((a, b) => a + b)];
      },
    ),
    ";",
  ),
  right: {
    format: "wide",
    columns: { unit: "Municipio", period: { year: "Ano" }, outcome: "Natureza" },
    drop: ["Total"],
  },
});

const sweden = (): Shape => ({
  name: "Sweden, year and month apart",
  text: table(
    "region;brottstyp;år;månad;antal",
    cross(cross(["Stockholm", "Skåne"], ["Bostadsinbrott", "Rån"]), cross([2021, 2022], months)).map(
      ([[place, kind], [year, month]]) => [place, kind, year, month, draw(60)],
    ),
    ";",
  ),
  right: {
    format: "long",
    columns: { unit: "region", period: { year: "år", month: "månad" }, outcome: "brottstyp", value: "antal" },
  },
});

const losAngeles = (): Shape => ({
  name: "Los Angeles, with victims' age, sex and descent",
  text: table(
    "DR_NO,Date Rptd,DATE OCC,TIME OCC,AREA,AREA NAME,Crm Cd,Crm Cd Desc,Vict Age,Vict Sex,Vict Descent,Status,LOCATION,LAT,LON",
    times(150, (i) => {
      const { y, m, d } = day();
      const place = pick([
        ["7", "Wilshire"],
        ["1", "Central"],
        ["9", "Van Nuys"],
      ])!;
      return [
        ...[
          190_000_000 + i,
          `${pad(m)}/${pad(Math.min(28, d + 1))}/${y} 12:00:00 AM`,
          `${pad(m)}/${pad(d)}/${y} 12:00:00 AM`,
        ],
        ...[
          `${pad(draw(24))}10`,
          ...place,
          510,
          pick(["VEHICLE - STOLEN", "BATTERY"]),
          draw(90),
          pick(["M", "F"]),
          pick(["H", "W"]),
        ],
        ...["IC", `${draw(90)}00 S MAIN`, 34.05, -118.2],
      ];
    }),
  ),
  right: {
    format: "incidents",
    columns: { unit: "AREA NAME", period: "DATE OCC", outcome: "Crm Cd Desc" },
    "date-format": "MM/DD/YYYY hh:mm:ss A",
  },
});

const survey = (): Shape => ({
  name: "a survey of shares with decimal commas",
  text: table(
    "Date;Survey;Borough;Measure;Proportion;MPS",
    cross(["31/12/2014", "31/3/2015", "30/6/2015"], cross(["Barnet", "Camden"], ["Trust", "Contact"])).map(
      ([date, [place, measure]]) => [date, "PAS", place, measure, `0,${pad(20 + draw(70))}`, "0,6"],
    ),
    ";",
  ),
  right: {
    format: "long",
    decimal: ",",
    "date-format": "D/M/YYYY",
    columns: { unit: "Borough", period: "Date", outcome: "Measure", value: "Proportion" },
  },
});

const titled = (): Shape => ({
  name: "a national table under title lines, with notes below and thousands",
  text: [
    "Table P1: Police recorded crime by area,,,,",
    "Source: invented,,,,",
    ",,,,",
    "Area Code,Area Name,Apr 2018 to Mar 2019,Apr 2019 to Mar 2020,Apr 2020 to Mar 2021",
    'E23000013,Cleveland,"73,118","74,000","64,909"',
    'E23000008,Durham,"64,900","66,000",[x]',
    'E23000007,Northumbria,"164,900","166,000","150,000"',
    ",,,,",
    "1. Excludes fraud offences.,,,,",
    "",
  ].join("\n"),
  right: {
    format: "wide",
    columns: { unit: "Area Name" },
    skip: 3,
    thousands: ",",
    markers: { missing: ["[x]"] },
  },
});

const pivot = (): Shape => ({
  name: "a pivot exported with its total row, total column and filters",
  text: 'Ward,Apr-23,May-23,Jun-23,Total\nAbbey,31,29,"1,035",1095\nBeacon,,12,9,21\nTotal,31,41,1044,1116\n"Applied filters:\nOffence is Burglary",,,,\n',
  right: {
    format: "wide",
    columns: { unit: "Ward" },
    "date-format": "MMM-YY",
    thousands: ",",
    drop: ["Total"],
    "exclude-units": [{ unit: "Total", reason: "a total by its name" }],
  },
  asks: /blank/,
});

const thousands = (): Shape => ({
  name: "continental thousands among whole numbers",
  text: "Kreis;Jahr;Faelle\nLeipzig;2019;1.204\nLeipzig;2020;987\nLeipzig;2021;1.015\nHalle;2019;804\nHalle;2020;790\nHalle;2021;1.001\n",
  right: { format: "long", columns: { unit: "Kreis", period: "Jahr", value: "Faelle" }, thousands: "." },
  asks: /thousands/,
});

export const shapes: readonly Shape[] = [
  ...[
    chicago,
    vancouver,
    toronto,
    calgary,
    charlottesville,
    rio,
    leipzig,
    monterrey,
    londonLsoa,
    india,
    ireland,
  ],
  ...[
    northernIreland,
    homeOffice,
    dashboard,
    southAustralia,
    scotland,
    newSouthWales,
    netherlands,
    france,
    italy,
  ],
  ...[saoPaulo, sweden, losAngeles, survey, titled, pivot, thousands],
].map((make) => make());
