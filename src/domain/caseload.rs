//! Whom to hand a case to: a proposal over the link workers, with the reason. People decide; nobody is kept out.

use super::id::StaffId;
use super::ods::OdsCode;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The cases that a link worker is taken to have room for where no capacity is set: what is usual.
const USUAL: u16 = 40;
/// How many days ahead a leave is told of.
const SOON: i32 = 14;

/// A link worker with what speaks for and against handing them another case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worker {
    /// Who.
    pub id: StaffId,
    /// Their name, as colleagues say it.
    pub name: String,
    /// How many cases they have that are not closed.
    pub open: usize,
    /// How many they can have; not set: no limit.
    pub capacity: Option<u16>,
    /// The languages that they speak beside English.
    pub languages: Vec<String>,
    /// The practices whose patients they see; none: those of their own, which is any that asks.
    pub covers: Vec<OdsCode>,
    /// When they are not there.
    pub away: Option<Leave>,
}

/// Days on which somebody is not there, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leave {
    /// The first day away.
    pub from: Date,
    /// The last day away.
    pub to: Date,
}

impl Leave {
    /// Whether they are away on a day.
    pub fn covers(self, day: Date) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// For whom somebody is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The language that the patient speaks best, if not English.
    pub language: Option<String>,
    /// Whose patient it is.
    pub practice: OdsCode,
    /// Today.
    pub today: Date,
}

/// How somebody stands, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Has room.
    Free,
    /// Has as many cases as they can have.
    Full,
    /// Is not there.
    Away {
        /// The last day away.
        until: Date,
    },
    /// Does not see this practice's patients.
    Elsewhere,
}

/// Somebody who may be handed a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Who.
    pub staff: StaffId,
    /// How they stand.
    pub standing: Standing,
    /// Why they stand where they do: `12 of 40, speaks Welsh`, `full: 40 of 40`, `away until Mon 30 Nov`.
    pub why: String,
}

/// Everybody once, whom to hand to first: those with room, and among them those who speak the patient's language, then
/// those with the smallest share of their capacity in use, then by name; behind them who is full, who is away (the
/// soonest back first), and who works elsewhere.
pub fn propose(workers: &[Worker], wanted: &Wanted) -> Vec<Proposal> {
    let mut order: Vec<(Standing, &Worker)> =
        workers.iter().map(|worker| (worker.standing(wanted), worker)).collect();
    order.sort_by_cached_key(|(standing, worker)| {
        let by_share = (worker.share(), worker.name.to_lowercase(), worker.id);
        (*standing, worker.speaks(wanted).is_none(), by_share)
    });
    order
        .into_iter()
        .map(|(standing, worker)| Proposal { staff: worker.id, standing, why: worker.why(standing, wanted) })
        .collect()
}

impl Worker {
    fn standing(&self, wanted: &Wanted) -> Standing {
        if !self.covers.is_empty() && !self.covers.contains(&wanted.practice) {
            return Standing::Elsewhere;
        }
        match self.away {
            Some(leave) if leave.covers(wanted.today) => Standing::Away { until: leave.to },
            _ if self.capacity.is_some_and(|most| self.open >= usize::from(most)) => Standing::Full,
            _ => Standing::Free,
        }
    }

    /// The share of the capacity in use, in millionths, rounded down.
    fn share(&self) -> u128 {
        let most = u128::from(self.capacity.unwrap_or(USUAL)).max(1);
        // A usize has 64 bits at most where this runs.
        u128::try_from(self.open).unwrap_or(u128::from(u64::MAX)) * 1_000_000 / most
    }

    /// The patient's language, as this worker has it.
    fn speaks(&self, wanted: &Wanted) -> Option<&str> {
        let wished =
            wanted.language.as_deref().map(str::trim).filter(|text| !text.is_empty())?.to_lowercase();
        self.languages.iter().map(|one| one.trim()).find(|one| one.to_lowercase() == wished)
    }

    fn why(&self, standing: Standing, wanted: &Wanted) -> String {
        let day = |date: Date| date.strftime("%a %-d %b").to_string();
        let load = match self.capacity {
            Some(most) => format!("{} of {most}", self.open),
            None if self.open == 1 => "1 case".to_owned(),
            None => format!("{} cases", self.open),
        };
        let first = match standing {
            Standing::Free => load,
            Standing::Full => format!("full: {load}"),
            Standing::Away { until } => format!("away until {}", day(until)),
            Standing::Elsewhere => format!("does not cover {}", wanted.practice),
        };
        let mut parts = vec![first];
        parts.extend(self.speaks(wanted).map(|language| format!("speaks {language}")));
        let ahead = |leave: &Leave| wanted.today.until(leave.from).map_or(0, |span| span.get_days());
        let soon = self.away.filter(|leave| leave.to >= leave.from && (1..=SOON).contains(&ahead(leave)));
        parts.extend(soon.map(|leave| format!("away from {}", day(leave.from))));
        parts.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn worker(name: &str, open: usize) -> Worker {
        Worker {
            id: StaffId(Uuid::from_u128(name.bytes().fold(0, |id, byte| id * 256 + u128::from(byte)))),
            name: name.to_owned(),
            open,
            capacity: Some(40),
            languages: vec![],
            covers: vec![],
            away: None,
        }
    }

    fn wanted() -> Wanted {
        let practice = OdsCode::parse("A12345").unwrap();
        Wanted { language: Some("welsh".to_owned()), practice, today: date(2026, 11, 21) }
    }

    /// Who is proposed, in order, and why.
    fn proposed(workers: &[Worker]) -> Vec<String> {
        let name = |id| workers.iter().find(|one| one.id == id).unwrap().name.clone();
        let all = propose(workers, &wanted());
        all.iter().map(|one| format!("{}: {}", name(one.staff), one.why)).collect()
    }

    #[test]
    fn who_speaks_the_language_comes_first_then_who_has_most_room() {
        let workers = [
            Worker { capacity: Some(20), ..worker("Ann", 10) },
            worker("Bea", 12),
            Worker { languages: vec!["Polish".to_owned(), "Welsh".to_owned()], ..worker("Carys", 39) },
            Worker { capacity: None, ..worker("Dev", 8) },
        ];
        let expected = ["Carys: 39 of 40, speaks Welsh", "Dev: 8 cases", "Bea: 12 of 40", "Ann: 10 of 20"];
        assert_eq!(proposed(&workers), expected);
    }

    #[test]
    fn who_is_full_away_or_elsewhere_is_shown_behind_with_the_reason() {
        let today = wanted().today;
        let welsh = || vec!["Welsh".to_owned()];
        let workers = [
            Worker { covers: vec![OdsCode::parse("B81001").unwrap()], ..worker("Ann", 0) },
            Worker {
                away: Some(Leave { from: date(2026, 11, 16), to: date(2026, 11, 30) }),
                ..worker("Bea", 0)
            },
            Worker { away: Some(Leave { from: today, to: today }), ..worker("Cem", 3) },
            Worker { languages: welsh(), ..worker("Dil", 40) },
            Worker { covers: vec![wanted().practice], ..worker("Eve", 39) },
            Worker {
                away: Some(Leave { from: date(2026, 11, 30), to: date(2026, 12, 4) }),
                ..worker("Fay", 39)
            },
        ];
        let expected = [
            "Eve: 39 of 40",
            "Fay: 39 of 40, away from Mon 30 Nov",
            "Dil: full: 40 of 40, speaks Welsh",
            "Cem: away until Sat 21 Nov",
            "Bea: away until Mon 30 Nov",
            "Ann: does not cover A12345",
        ];
        assert_eq!(proposed(&workers), expected);
    }

    #[test]
    fn who_is_as_free_as_another_comes_by_name() {
        assert_eq!(proposed(&[worker("bea", 1), worker("Ann", 1)]), ["Ann: 1 of 40", "bea: 1 of 40"]);
        assert_eq!(proposed(&[]), Vec::<String>::new());
    }

    fn anybody() -> impl Strategy<Value = Worker> {
        let leave = proptest::option::of((0_i8..30, 0_i8..30)).prop_map(|leave| {
            leave.map(|(from, to)| Leave { from: date(2026, 11, from + 1), to: date(2026, 11, to + 1) })
        });
        let covers = proptest::collection::vec(proptest::sample::select(vec!["A12345", "B81001"]), 0..2);
        let languages = proptest::collection::vec(proptest::sample::select(vec!["Welsh", "Polish"]), 0..2);
        (any::<u128>(), "[a-c]{0,2}", 0_usize..60, proptest::option::of(0_u16..60), languages, covers, leave)
            .prop_map(|(id, name, open, capacity, languages, covers, away)| Worker {
                id: StaffId(Uuid::from_u128(id)),
                name,
                open,
                capacity,
                languages: languages.into_iter().map(str::to_owned).collect(),
                covers: covers.into_iter().map(|code| OdsCode::parse(code).unwrap()).collect(),
                away,
            })
    }

    proptest! {
        #[test]
        fn everybody_is_proposed_once_and_nobody_before_those_who_are_free(
            workers in proptest::collection::vec(anybody(), 0..12),
        ) {
            let all = propose(&workers, &wanted());
            let mut proposed: Vec<StaffId> = all.iter().map(|one| one.staff).collect();
            let mut ids: Vec<StaffId> = workers.iter().map(|one| one.id).collect();
            proposed.sort();
            ids.sort();
            prop_assert_eq!(proposed, ids);
            prop_assert!(all.is_sorted_by_key(|one| one.standing));
            for one in &all {
                let worker = workers.iter().find(|worker| worker.id == one.staff).unwrap();
                let takes = worker.capacity.is_none_or(|most| worker.open < usize::from(most))
                    && !worker.away.is_some_and(|leave| leave.covers(wanted().today))
                    && (worker.covers.is_empty() || worker.covers.contains(&wanted().practice));
                prop_assert_eq!(one.standing == Standing::Free, takes);
            }
            let mut shuffled = workers.clone();
            shuffled.reverse();
            prop_assert_eq!(propose(&shuffled, &wanted()), all);
        }
    }
}
