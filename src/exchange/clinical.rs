//! The block that is pasted into the patient's record in the clinical system: date, what happened, and the code.
//!
//! Plain ASCII in short lines: some systems lose other letters, and wrap where they like. That a code is recorded once
//! an episode is the case's rule; here it is only said.

use crate::domain::case::work::Casework;
use crate::domain::case::{CaseNeed, Stage};
use crate::domain::clinical_code::Code;
use crate::domain::dates::short;
use crate::domain::measure::instrument::instruments;
use crate::domain::need;
use crate::domain::reference::Reference;
use crate::domain::text::block;
use crate::exchange::wrap;
use jiff::Timestamp;
use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How wide the block is, in columns.
pub const COLUMNS: usize = 70;
/// The most characters of the text.
const TEXT: usize = 4000;
/// The most characters of a name.
const NAME: usize = 80;

/// What is pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClinicalBlock {
    /// The day of what is told.
    pub on: Date,
    /// The case, to find it again.
    pub case: Reference,
    /// What happened, in any number of lines.
    pub text: String,
    /// Who wrote it.
    pub by: String,
    /// The practice.
    pub practice: String,
    /// What is coded.
    pub coding: Coding,
}

/// Whether there is something to code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// This code is to be recorded now.
    Record(Code),
    /// It was recorded on that day, in this episode; not again.
    Recorded(Code, Date),
    /// There is none for this.
    Nothing,
}

/// What is told of.
#[derive(Clone, Copy, Debug)]
pub struct Episode<'a> {
    /// What it is about.
    pub needs: &'a [CaseNeed],
    /// Where it stands.
    pub stage: &'a Stage,
    /// The link worker's name, if one has it.
    pub worker: Option<&'a str>,
    /// What came of it so far.
    pub came_of_it: &'a str,
    /// What was done.
    pub work: &'a Casework,
}

/// What is told where nobody wrote words of their own: what it is about, who has it, how far it came, the last measures.
///
/// `day` gives the day of an instant where the practice is.
pub fn told(episode: Episode<'_>, day: impl Fn(Timestamp) -> Date) -> String {
    let Episode { needs, stage, worker, came_of_it, work } = episode;
    let keys: Vec<_> = needs.iter().map(|need| need.need.clone()).collect();
    let mut lines = vec![format!("Social prescribing for {}.", need::said(&keys))];
    if let Some(accepted) = &work.accepted {
        let by = worker.map(|worker| format!(" by {worker}")).unwrap_or_default();
        lines.push(format!("Accepted on {}{by}.", short(day(accepted.at))));
    }
    if !came_of_it.is_empty() {
        lines.push(format!("So far: {came_of_it}."));
    }
    // The last of each instrument: what was before it stands in the case.
    for instrument in instruments().all() {
        let last = work.measures.iter().rev().find(|one| one.filled.instrument == instrument.key);
        if let Some(filled) = last.map(|one| &one.filled) {
            lines.push(format!("{}, {} {}.", instrument.said(filled), filled.point, short(filled.on)));
        }
    }
    if let Stage::Closed { at, outcome, summary, .. } = stage {
        let summary = if summary.is_empty() { String::new() } else { format!(" {summary}.") };
        lines.push(format!("Closed on {}: {}.{summary}", short(day(*at)), outcome.name()));
    }
    lines.join("\n")
}

/// The block, in ASCII lines of at most [`COLUMNS`], each ended by a line feed.
pub fn clinical(given: &ClinicalBlock) -> String {
    let mut lines =
        wrap::columns(&format!("{} - Social prescribing, case {}", short(given.on), given.case), COLUMNS);
    for one in ascii(&block(&given.text, TEXT)).lines() {
        lines.extend(wrap::columns(one, COLUMNS));
    }
    match given.coding {
        Coding::Record(code) => {
            lines.push(format!("SNOMED CT: {} {}", code.number(), code.term()));
        }
        Coding::Recorded(code, on) => {
            let said = format!("{}: already coded on {}. Do not code it again.", code.term(), short(on));
            lines.extend(wrap::columns(&said, COLUMNS));
        }
        Coding::Nothing => {}
    }
    let by = [&given.by, &given.practice].map(|name| ascii(&block(name, NAME).replace('\n', " ")));
    let by: Vec<&str> = by.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
    if !by.is_empty() {
        lines.extend(wrap::columns(&by.join(", "), COLUMNS));
    }
    lines.iter().flat_map(|line| [line, "\n"]).collect()
}

/// In ASCII: letters without their marks, signs by what stands for them, `?` for what has neither.
fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            '\n' | ' '..='~' => out.push(c),
            '‘' | '’' | '‚' | '′' | 'ʼ' => out.push('\''),
            '“' | '”' | '„' | '«' | '»' => out.push('"'),
            '‐'..='―' | '−' | '•' | '·' => out.push('-'),
            '£' => out.push_str("GBP "),
            '€' => out.push_str("EUR "),
            '×' => out.push('x'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'Æ' => out.push_str("Ae"),
            'œ' => out.push_str("oe"),
            'Œ' => out.push_str("Oe"),
            'ø' => out.push('o'),
            'Ø' => out.push('O'),
            'ł' => out.push('l'),
            'Ł' => out.push('L'),
            'đ' | 'ð' => out.push('d'),
            'Đ' | 'Ð' => out.push('D'),
            'þ' => out.push_str("th"),
            'Þ' => out.push_str("Th"),
            'ı' => out.push('i'),
            _ => out.push('?'),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::work::Measured;
    use crate::domain::case::{Moment, Outcome};
    use crate::domain::id::StaffId;
    use crate::domain::measure::{Filled, Point};
    use jiff::civil::date;
    use proptest::prelude::*;
    use rstest::rstest;

    fn accepted() -> ClinicalBlock {
        ClinicalBlock {
            on: date(2026, 11, 23),
            case: Reference::parse("K7M-4").unwrap(),
            text:
                "Handed over to a social prescribing link worker, who accepted. First contact by 30 Nov 2026."
                    .to_owned(),
            by: "Sam Okafor, link worker".to_owned(),
            practice: "Harbourside Surgery".to_owned(),
            coding: Coding::Record(Code::Referred),
        }
    }

    #[test]
    fn an_accepted_hand_over_is_pasted_with_its_code() {
        assert_eq!(
            clinical(&accepted()),
            "23 Nov 2026 - Social prescribing, case K7M-4\n\
             Handed over to a social prescribing link worker, who accepted. First\n\
             contact by 30 Nov 2026.\n\
             SNOMED CT: 871731000000106 Referral to social prescribing service\n\
             Sam Okafor, link worker, Harbourside Surgery\n"
        );
    }

    #[test]
    fn where_nobody_wrote_words_of_their_own_it_says_what_happened_so_far() {
        let at: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        let by = StaffId(uuid::Uuid::from_u128(1));
        let filled = |point, answers: [u8; 3]| Measured {
            number: 1,
            filled: Filled {
                instrument: "ucla3".into(),
                point,
                on: date(2026, 11, 21),
                answers: answers.map(Some).into(),
            },
            by,
        };
        let work = Casework {
            accepted: Some(Moment { at, by }),
            measures: vec![filled(Point::Baseline, [3, 3, 2]), filled(Point::Review, [2, 2, 1])],
            ..Casework::default()
        };
        let outcome = Outcome::Met;
        let stage = Stage::Closed { at, by, outcome, summary: "Goes each week".to_owned() };
        let episode = Episode {
            needs: &[],
            stage: &stage,
            worker: Some("Sam Hill"),
            came_of_it: "reached, joined Lunch Club",
            work: &work,
        };
        let said = told(episode, |at| at.to_zoned(jiff::tz::TimeZone::UTC).date());
        let said: Vec<&str> = said.lines().skip(1).collect();
        assert_eq!(
            said,
            [
                "Accepted on 20 Nov 2026 by Sam Hill.",
                "So far: reached, joined Lunch Club.",
                "UCLA-3: loneliness 5, does not count as lonely, review 21 Nov 2026.",
                "Closed on 20 Nov 2026: helped. Goes each week.",
            ]
        );
    }

    #[test]
    fn what_is_coded_already_gives_no_code_to_paste_again() {
        let coding = Coding::Recorded(Code::Referred, date(2026, 11, 3));
        let said = clinical(&ClinicalBlock { coding, ..accepted() });
        assert!(said.contains("already coded on 3 Nov 2026"), "{said}");
        assert!(!said.contains("871731000000106"));
    }

    #[test]
    fn declining_has_a_code_of_its_own_and_ongoing_work_none() {
        let declined = ClinicalBlock { coding: Coding::Record(Code::Declined), ..accepted() };
        assert!(clinical(&declined).contains("SNOMED CT: 871711000000103 Social prescribing declined\n"));
        let ongoing = ClinicalBlock { coding: Coding::Nothing, ..accepted() };
        assert!(!clinical(&ongoing).contains("SNOMED"));
    }

    #[rstest]
    #[case("Łucja Żółć – “owes £40” · naïve…", "Lucja Zolc - \"owes GBP 40\" - naive...")]
    #[case("Straße, Şahin, İpek ı", "Strasse, Sahin, Ipek i")]
    #[case("東京", "??")]
    fn letters_lose_their_marks_rather_than_being_lost(#[case] typed: &str, #[case] pasted: &str) {
        assert_eq!(ascii(typed), pasted);
    }

    proptest! {
        #[test]
        fn whatever_was_typed_the_block_is_short_lines_of_ascii(text in "(?s).{0,300}", by in "\\PC{0,120}") {
            let said = clinical(&ClinicalBlock { text, by, ..accepted() });
            for line in said.split('\n') {
                prop_assert!(line.len() <= COLUMNS, "{line:?}");
                prop_assert!(line.bytes().all(|b| (b' '..=b'~').contains(&b)), "{line:?}");
            }
        }
    }
}
