//! What measures say of the same patients before and after. Averages of different people say nothing of anybody, so
//! whoever was not measured twice is counted as missing and nothing is put in their place.

use crate::desk::reports::kit::{Figures, Spread};
use crate::domain::case::Case;
use crate::domain::measure::Point;
use crate::domain::measure::change::{self, Turn};
use crate::domain::measure::due::usual;
use crate::domain::measure::instrument::{Better, Instrument, Scale, instruments};
use crate::domain::report::{Adds, Cell, Column, Figure, Link, Plot, Row, Sum, Table, Unit};
use std::ops::RangeInclusive;

/// By how many points somebody fares better, below 0 worse: the rows of a distribution.
const BINS: [(RangeInclusive<i32>, &str); 7] = [
    (i32::MIN..=-5, "Worse by 5 or more"),
    (-4..=-3, "Worse by 3 or 4"),
    (-2..=-1, "Worse by 1 or 2"),
    (0..=0, "The same"),
    (1..=2, "Better by 1 or 2"),
    (3..=4, "Better by 3 or 4"),
    (5..=i32::MAX, "Better by 5 or more"),
];

/// The measures of the cases that are eligible.
pub(super) struct Measured {
    eligible: u64,
    instruments: Vec<OfInstrument>,
}

/// What was measured with one instrument.
struct OfInstrument {
    instrument: &'static Instrument,
    baseline: u64,
    paired: u64,
    /// Not measured twice, and asked at least once: the patient did not want to.
    declined: u64,
    scales: Vec<OfScale>,
}

/// What changed on one of its scales.
struct OfScale {
    scale: &'static Scale,
    better_by: Spread,
    days: Spread,
    /// By band, before and after.
    bands: Vec<[u64; 2]>,
}

impl Measured {
    /// Nothing yet, of every instrument there is.
    pub fn new() -> Self {
        let scale = |scale: &'static Scale| OfScale {
            scale,
            better_by: Spread::default(),
            days: Spread::default(),
            bands: vec![[0; 2]; scale.bands.len()],
        };
        let instruments = instruments().all().iter().map(|instrument| OfInstrument {
            instrument,
            baseline: 0,
            paired: 0,
            declined: 0,
            scales: instrument.scales().into_iter().map(scale).collect(),
        });
        Self { eligible: 0, instruments: instruments.collect() }
    }

    /// How many cases were eligible.
    pub fn eligible(&self) -> u64 {
        self.eligible
    }

    /// Counts a case that is eligible.
    pub fn case(&mut self, case: &Case) {
        self.eligible += 1;
        let filled = case.body.work.filled();
        let pairs = change::pairs(&filled);
        for one in &mut self.instruments {
            let key = &one.instrument.key;
            one.baseline += u64::from(
                filled.iter().any(|filled| filled.instrument == *key && filled.point == Point::Baseline),
            );
            let paired = pairs.iter().any(|(before, _)| before.instrument == *key);
            let declined = case.body.work.declined.iter().any(|one| one.declined.instrument == *key);
            one.declined += u64::from(declined && !paired);
        }
        for (before, after) in pairs {
            let of = self.instruments.iter_mut().find(|one| one.instrument.key == before.instrument);
            let Some(of) = of else { continue };
            of.paired += 1;
            let change = change::change(before, after, of.instrument);
            for (scale, difference) in of.scales.iter_mut().zip(&change.differences) {
                let (Some(by), Some(first), Some(second)) =
                    (difference.better_by(), difference.before, difference.after)
                else {
                    continue;
                };
                scale.better_by.add(by);
                scale.days.add(change.days);
                for (at, value) in [first, second].into_iter().enumerate() {
                    let band =
                        scale.scale.bands.iter().position(|band| (band.from..=band.to).contains(&value));
                    if let Some(band) = band {
                        scale.bands[band][at] += 1;
                    }
                }
            }
        }
    }

    /// What was counted, without what came of the cases.
    pub fn figures(self) -> Figures {
        let eligible = self.eligible;
        let usual = usual();
        let mut shown = self.instruments;
        shown.retain(|one| one.baseline > 0 || usual.contains(&one.instrument.key));
        let (mut tables, mut links, mut missing) =
            (vec![measured(eligible, &shown), changed(&shown)], vec![], vec![]);
        let mut line = 0;
        for (row, one) in shown.iter().enumerate() {
            let paired = Figure::Cell { table: 0, row, column: 3 };
            links.push(Link::same(Figure::N, Figure::Cell { table: 0, row, column: 0 }));
            let (name, declined) = (&one.instrument.name, one.declined);
            missing.push((format!("not measured twice with {name}: declined"), declined));
            missing.push((
                format!("not measured twice with {name}, for another reason"),
                eligible - one.paired - declined,
            ));
            links.push(Link {
                whole: Figure::N,
                parts: vec![paired, Figure::Missing(2 * row), Figure::Missing(2 * row + 1)],
                adds: Adds::Exactly,
            });
            for scale in &one.scales {
                links.push(Link::same(paired, Figure::Cell { table: 1, row: line, column: 0 }));
                if scale.better_by.n() > 0 {
                    scale.tables(&one.instrument.name, line, &mut tables, &mut links);
                }
                line += 1;
            }
        }
        Figures {
            n: eligible,
            counted: "cases that a link worker had accepted and that were closed in the period",
            missing,
            definitions: definitions(&shown),
            notes: vec![
                "There is no comparison group. What changed may have changed without anybody's help.".to_owned(),
                "Only patients who were measured twice are in the change. Whoever stayed to the end may fare otherwise \
                 than whoever did not."
                    .to_owned(),
                "The four answers of ONS4 are never added up.".to_owned(),
            ],
            tables,
            links,
        }
    }
}

fn definitions(shown: &[OfInstrument]) -> Vec<String> {
    let mut all = vec![
        "A case counts on the day that it was closed; what came of it is as it stands now. A need counts on the day \
         that it ended."
            .to_owned(),
        "Paired: the earliest baseline of a case, and its latest review or end on a later day, with the same \
         instrument. An answer that is missing stays missing."
            .to_owned(),
        "Declined: the patient did not want to fill it in when asked, at the baseline, a review or the end.".to_owned(),
        "Better and worse go by the direction of each scale; by any number of points.".to_owned(),
    ];
    for of in shown {
        let scales = of.scales.iter().map(|of| {
            let better = match of.scale.better {
                Better::Higher => "higher is better",
                Better::Lower => "lower is better",
            };
            format!("{} from {} to {}, {better}", of.scale.name, of.scale.min, of.scale.max)
        });
        let scales: Vec<String> = scales.collect();
        all.push(format!("{}: {}.", of.instrument.name, scales.join("; ")));
    }
    all
}

/// Who was measured, and how often.
fn measured(eligible: u64, shown: &[OfInstrument]) -> Table {
    let rows = shown.iter().map(|one| {
        let counts = [eligible, one.baseline, eligible - one.baseline, one.paired, one.baseline - one.paired]
            .map(Cell::Count);
        let share = Cell::percent(one.paired, eligible);
        Row::new(one.instrument.name.clone(), counts.into_iter().chain([share]).collect())
    });
    Table {
        title: "Who was measured".to_owned(),
        about: "Eligible: accepted by a link worker, and closed in the period.".to_owned(),
        rows_head: "Instrument".to_owned(),
        columns: vec![
            Column::new("Eligible"),
            Column::new("Baseline"),
            Column::new("No baseline"),
            Column::new("Paired"),
            Column::new("Baseline only"),
            Column::of("Paired, share", [0, 3]),
        ],
        rows: rows.collect(),
        sums: vec![
            Sum::Columns { whole: 0, parts: vec![1, 2], adds: Adds::Exactly },
            Sum::Columns { whole: 1, parts: vec![3, 4], adds: Adds::Exactly },
        ],
        plot: Some(Plot::Stacked { columns: vec![3, 4, 2] }),
        ..Table::default()
    }
}

/// What changed on each scale.
fn changed(shown: &[OfInstrument]) -> Table {
    let rows = shown.iter().flat_map(|one| {
        one.scales.iter().map(|scale| {
            let [better, same, worse] =
                [Turn::Better, Turn::Same, Turn::Worse].map(|turn| scale.turned(turn));
            let unanswered = one.paired - scale.better_by.n();
            let counts = [one.paired, better, same, worse, unanswered].map(Cell::Count);
            let medians = [scale.better_by.median(Unit::Score), scale.days.median(Unit::Days)];
            Row::new(scale.called(&one.instrument.name), counts.into_iter().chain(medians).collect())
        })
    });
    Table {
        title: "What changed, for those who were measured twice".to_owned(),
        about: "Median change: above 0 is better, whichever way the scale goes.".to_owned(),
        rows_head: "Scale".to_owned(),
        columns: vec![
            Column::new("Paired"),
            Column::new("Better"),
            Column::new("The same"),
            Column::new("Worse"),
            Column::new("Not answered twice"),
            Column::of("Median change", [0, 4]),
            Column::of("Median days between", [0, 4]),
        ],
        rows: rows.collect(),
        sums: vec![Sum::Columns { whole: 0, parts: vec![1, 2, 3, 4], adds: Adds::Exactly }],
        plot: Some(Plot::Stacked { columns: vec![1, 2, 3] }),
        ..Table::default()
    }
}

impl OfScale {
    /// `Life satisfaction (ONS4)`.
    fn called(&self, instrument: &str) -> String {
        format!("{} ({instrument})", self.scale.name)
    }

    fn turned(&self, turn: Turn) -> u64 {
        self.better_by.within(match turn {
            Turn::Better => 1..=i32::MAX,
            Turn::Same => 0..=0,
            Turn::Worse => i32::MIN..=-1,
        })
    }

    /// Its bands before and after, and the distribution of its change; `line`: its row in the table of changes.
    fn tables(&self, instrument: &str, line: usize, tables: &mut Vec<Table>, links: &mut Vec<Link>) {
        let turned = |columns: RangeInclusive<usize>| {
            columns.map(|column| Figure::Cell { table: 1, row: line, column }).collect::<Vec<_>>()
        };
        let n = self.better_by.n();
        let in_bands = |at: usize| self.bands.iter().map(|counts| counts[at]).sum::<u64>();
        if in_bands(0) == n && in_bands(1) == n {
            let table = tables.len();
            links.extend((0..2).map(|column| Link {
                whole: Figure::Total { table, column },
                parts: turned(1..=3),
                adds: Adds::Exactly,
            }));
            let rows = self.scale.bands.iter().zip(&self.bands).map(|(band, counts)| {
                let label = format!("{} ({}-{})", super::kit::capital(&band.name), band.from, band.to);
                Row::new(label, counts.map(Cell::Count).into())
            });
            tables.push(Table {
                title: format!("{}: before and after", self.called(instrument)),
                about: "The same patients both times.".to_owned(),
                rows_head: "Band".to_owned(),
                columns: ["Before", "After"].map(Column::new).into(),
                rows: rows.collect(),
                total: Some(Row::new("All", vec![Cell::Count(n), Cell::Count(n)])),
                sums: vec![Sum::Rows(Adds::Exactly)],
                plot: Some(Plot::Pairs { before: 0, after: 1 }),
            });
        }
        let table = tables.len();
        let cell = |row| Figure::Cell { table, row, column: 0 };
        let link = |whole, parts| Link { whole, parts, adds: Adds::Exactly };
        links.extend([
            link(Figure::Total { table, column: 0 }, turned(1..=3)),
            link(Figure::Cell { table: 1, row: line, column: 3 }, (0..3).map(cell).collect()),
            link(Figure::Cell { table: 1, row: line, column: 2 }, vec![cell(3)]),
            link(Figure::Cell { table: 1, row: line, column: 1 }, (4..7).map(cell).collect()),
        ]);
        let bins = BINS.map(|(range, label)| (label.to_owned(), self.better_by.within(range)));
        let mut bins = super::kit::shares(
            &format!("{}: how much it changed", self.called(instrument)),
            "Change",
            "Patients",
            bins,
        );
        bins.plot = Some(Plot::Bars { column: 0 });
        tables.push(bins);
    }
}
