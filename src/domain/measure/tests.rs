//! Measures as link workers fill them: what is recorded, what it comes to, what changed, and when one is due.

use super::change::{Turn, change, pairs};
use super::due::{REVIEW_AFTER_DAYS, Stage, due, usual};
use super::instrument::{Better, Instrument, Instruments, Scoring, instruments};
use super::score::Score;
use super::{Declined, Filled, Licences, MeasureError, Point};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use rstest::rstest;

const ONS4: &str = "ons4";
const UCLA3: &str = "ucla3";

fn today() -> Date {
    date(2026, 11, 21)
}

fn born() -> Date {
    date(1948, 2, 3)
}

fn instrument(key: &str) -> &'static Instrument {
    instruments().get(&key.into()).unwrap()
}

/// A measure; an answer below 0 is none.
fn filled(key: &str, point: Point, on: Date, answers: &[i16]) -> Filled {
    let answers = answers.iter().map(|answer| u8::try_from(*answer).ok()).collect();
    Filled { instrument: key.into(), point, on, answers }
}

fn recorded(measure: &Filled) -> Result<(), String> {
    measure.check(instruments(), &Licences::new(), today(), Some(born())).map_err(|error| error.to_string())
}

#[test]
fn what_is_shipped_free_carries_its_wording_and_what_needs_a_licence_does_not() {
    let names: Vec<&str> = instruments().all().iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["ONS4", "UCLA-3", "SWEMWBS", "MYCaW", "PAM"]);
    for one in instruments().all() {
        let worded = one.items.iter().all(|item| item.text.is_some() && !item.answers.is_empty());
        let bare = one.items.iter().all(|item| item.text.is_none() && item.answers.is_empty());
        assert!(if one.licensed { bare && one.intro.is_none() } else { worded }, "{}", one.name);
        assert!(one.address.starts_with("https://"), "{}", one.name);
    }
}

#[rstest]
#[case(0, [(0, "low"), (4, "low"), (5, "medium"), (6, "medium"), (7, "high"), (8, "high"), (9, "very high"), (10, "very high")])]
#[case(3, [(0, "very low"), (1, "very low"), (2, "low"), (3, "low"), (4, "medium"), (5, "medium"), (6, "high"), (10, "high")])]
fn ons4_has_the_bands_of_the_office_for_national_statistics(
    #[case] item: usize,
    #[case] bands: [(u16, &str); 8],
) {
    let scale = &instrument(ONS4).items[item].scale;
    for (value, band) in bands {
        assert_eq!(scale.band(value), Some(band), "{} {value}", scale.name);
    }
    assert_eq!(scale.band(11), None);
}

#[test]
fn ons4_is_four_values_and_never_one() {
    let measure = filled(ONS4, Point::Baseline, today(), &[4, 7, -1, 8]);
    assert_eq!(instrument(ONS4).scoring, Scoring::Separate);
    let score = instrument(ONS4).score(&measure);
    let Score::Separate(values) = &score else { panic!("ONS4 was added up") };
    let said: Vec<String> = values.iter().map(super::score::Value::in_words).collect();
    assert_eq!(
        said,
        ["life satisfaction 4, low", "worthwhile 7, high", "happiness not answered", "anxiety 8, high"]
    );
}

#[rstest]
#[case([1, 1, 1], "loneliness 3, does not count as lonely")]
#[case([2, 2, 1], "loneliness 5, does not count as lonely")]
#[case([2, 2, 2], "loneliness 6, counts as lonely")]
#[case([3, 3, 3], "loneliness 9, counts as lonely")]
#[case([3, -1, 3], "loneliness not answered")]
fn ucla3_is_one_total_and_with_an_item_missing_none(#[case] answers: [i16; 3], #[case] said: &str) {
    let measure = filled(UCLA3, Point::Baseline, today(), &answers);
    let Score::Sum(total) = instrument(UCLA3).score(&measure) else { panic!("UCLA-3 was not added up") };
    assert_eq!(total.in_words(), said);
    assert_eq!((total.scale.min, total.scale.max), (3, 9));
}

#[rstest]
#[case(ONS4, &[4, 7, -1, 8], today(), Ok(()))]
#[case(ONS4, &[4, 7, 11, 8], today(), Err("Happiness goes from 0 to 10, and 11 is outside. Check the answer, or leave it unanswered."))]
#[case(UCLA3, &[0, 1, 1], today(), Err("Lacks companionship goes from 1 to 3, and 0 is outside. Check the answer, or leave it unanswered."))]
#[case(UCLA3, &[1, 1], today(), Err("UCLA-3 has 3 items, and 2 answers were given. Give one for each, or leave it unanswered."))]
#[case(UCLA3, &[-1, -1, -1], today(), Err("Nothing of UCLA-3 is answered. Answer at least one item, or leave the measure for another day."))]
#[case(UCLA3, &[1, 1, 1], date(2026, 11, 22), Err("22 Nov 2026 is in the future. Check the date."))]
#[case(UCLA3, &[1, 1, 1], date(1948, 2, 2), Err("2 Feb 1948 is before the patient was born (3 Feb 1948). Check the date."))]
#[case("pam", &[56, 3], today(), Err("PAM needs a licence, and none is recorded. Ask an administrator to record the practice's licence."))]
#[case("gad7", &[1], today(), Err("There is no instrument \"gad7\" here. Choose one from the list of measures."))]
fn what_cannot_be_recorded_is_refused_in_words(
    #[case] key: &str,
    #[case] answers: &[i16],
    #[case] on: Date,
    #[case] outcome: Result<(), &str>,
) {
    let outcome = outcome.map_err(str::to_owned);
    assert_eq!(recorded(&filled(key, Point::Baseline, on, answers)), outcome);
}

#[test]
fn a_licensed_instrument_is_on_once_its_own_licence_is_recorded() {
    let result = filled("pam", Point::Baseline, today(), &[56, 3]);
    let check = |licences: &Licences| result.check(instruments(), licences, today(), None);
    assert_eq!(check(&Licences::from(["mycaw".into()])), Err(MeasureError::NotLicensed("PAM".to_owned())));
    assert_eq!(check(&Licences::from(["pam".into()])), Ok(()));
}

#[test]
fn after_twelve_weeks_the_change_is_told_with_its_days() {
    let before = filled(UCLA3, Point::Baseline, date(2026, 8, 29), &[3, 3, 2]);
    let after = filled(UCLA3, Point::Review, date(2026, 11, 21), &[2, 2, 1]);
    let change = change(&before, &after, instrument(UCLA3));
    assert_eq!(change.in_words(), ["loneliness 8 -> 5, better by 3, in 84 days"]);
}

#[test]
fn ons4_changes_item_by_item_and_what_is_missing_is_not_compared() {
    let before = filled(ONS4, Point::Baseline, date(2026, 11, 20), &[4, 5, 6, 3]);
    let after = filled(ONS4, Point::End, date(2026, 11, 21), &[7, 5, -1, 6]);
    let change = change(&before, &after, instrument(ONS4));
    assert_eq!(
        change.in_words(),
        [
            "life satisfaction 4 -> 7, better by 3, in 1 day",
            "worthwhile 5 -> 5, the same, in 1 day",
            "happiness 6 -> not answered, no comparison, in 1 day",
            "anxiety 3 -> 6, worse by 3, in 1 day",
        ]
    );
    let turns: Vec<_> = change.differences.iter().map(super::change::Difference::turn).collect();
    assert_eq!(turns, [Some(Turn::Better), Some(Turn::Same), None, Some(Turn::Worse)]);
}

#[test]
fn a_measure_of_another_instrument_is_never_compared() {
    let before = filled(UCLA3, Point::Baseline, today(), &[3, 3, 2]);
    let after = filled("swemwbs", Point::End, today(), &[3, 3, 2]);
    assert_eq!(change(&before, &after, instrument(UCLA3)).differences[0].points(), None);
}

#[test]
fn the_first_baseline_is_compared_with_the_last_measure_after_it() {
    let ucla3 = |point, on| filled(UCLA3, point, on, &[1, 1, 1]);
    let measures = [
        ucla3(Point::Review, date(2026, 1, 1)),
        ucla3(Point::Baseline, date(2026, 3, 1)),
        ucla3(Point::Baseline, date(2026, 2, 1)),
        // The same day again: a correction.
        filled(UCLA3, Point::Baseline, date(2026, 2, 1), &[3, 3, 3]),
        filled(ONS4, Point::Baseline, date(2026, 2, 1), &[1, 1, 1, 1]),
        ucla3(Point::End, date(2026, 9, 1)),
        ucla3(Point::Review, date(2026, 5, 1)),
    ];
    assert_eq!(pairs(&measures), [(&measures[3], &measures[5])]);
}

#[test]
fn a_review_on_the_day_of_the_baseline_is_no_pair() {
    let day = date(2026, 2, 1);
    let measures = [Point::Baseline, Point::Review].map(|point| filled(UCLA3, point, day, &[1, 1, 1]));
    assert_eq!(pairs(&measures), []);
}

/// What is due of a case accepted on 1 June, as `ucla3 review 2026-08-27`.
fn due_on(measures: &[Filled], stage: Stage, today: Date) -> Vec<String> {
    due(measures, &[], &usual(), date(2026, 6, 1), REVIEW_AFTER_DAYS, stage, today)
        .iter()
        .map(|due| format!("{} {} {}", due.instrument, due.point, due.since))
        .collect()
}

#[test]
fn a_case_is_measured_when_it_begins_after_twelve_weeks_and_at_its_end() {
    let (accepted, first, twelve_weeks) = (date(2026, 6, 1), date(2026, 6, 4), date(2026, 8, 27));
    assert_eq!(due_on(&[], Stage::UnderWay, date(2026, 5, 31)), [""; 0]);
    assert_eq!(
        due_on(&[], Stage::UnderWay, accepted),
        ["ons4 baseline 2026-06-01", "ucla3 baseline 2026-06-01"]
    );

    let mut measures = vec![filled(UCLA3, Point::Baseline, first, &[3, 3, 2])];
    let only_ons4 = ["ons4 baseline 2026-06-01"];
    assert_eq!(due_on(&measures, Stage::UnderWay, date(2026, 8, 26)), only_ons4);
    assert_eq!(
        due_on(&measures, Stage::UnderWay, twelve_weeks),
        ["ons4 baseline 2026-06-01", "ucla3 review 2026-08-27"]
    );

    measures.push(filled(UCLA3, Point::Review, twelve_weeks, &[2, 2, 2]));
    assert_eq!(due_on(&measures, Stage::UnderWay, date(2026, 12, 1)), only_ons4);

    let last = date(2026, 12, 1);
    assert_eq!(due_on(&measures, Stage::Closing, last), ["ucla3 end 2026-12-01"]);
    measures.push(filled(UCLA3, Point::End, last, &[1, 2, 2]));
    assert_eq!(due_on(&measures, Stage::Closing, last), [""; 0]);
}

#[test]
fn what_the_patient_declined_is_not_asked_for_again_at_that_point() {
    let (accepted, first, twelve_weeks) = (date(2026, 6, 1), date(2026, 6, 4), date(2026, 8, 27));
    let due_after = |measures: &[Filled], declined: &[(Point, Date)], stage, today| -> Vec<String> {
        let declined: Vec<Declined> = declined
            .iter()
            .map(|(point, on)| Declined { instrument: UCLA3.into(), point: *point, on: *on })
            .collect();
        let due = due(measures, &declined, &[UCLA3.into()], accepted, REVIEW_AFTER_DAYS, stage, today);
        due.iter().map(|due| due.point.to_string()).collect()
    };
    let no_baseline = [(Point::Baseline, accepted)];
    assert_eq!(due_after(&[], &no_baseline, Stage::UnderWay, twelve_weeks), [""; 0]);
    assert_eq!(due_after(&[], &[(Point::Review, accepted)], Stage::UnderWay, twelve_weeks), ["baseline"]);

    // Who thought better of it is asked again after twelve weeks, and may decline that too.
    let measures = [filled(UCLA3, Point::Baseline, first, &[3, 3, 2])];
    assert_eq!(due_after(&measures, &no_baseline, Stage::UnderWay, twelve_weeks), ["review"]);
    assert_eq!(due_after(&measures, &[(Point::Review, accepted)], Stage::UnderWay, twelve_weeks), ["review"]);
    let no_review = [(Point::Review, twelve_weeks)];
    assert_eq!(due_after(&measures, &no_review, Stage::UnderWay, twelve_weeks), [""; 0]);

    assert_eq!(due_after(&measures, &no_review, Stage::Closing, today()), ["end"]);
    assert_eq!(due_after(&measures, &[(Point::End, today())], Stage::Closing, today()), [""; 0]);
    let of_the_first_time = [(Point::End, date(2026, 5, 1))];
    assert_eq!(due_after(&measures, &of_the_first_time, Stage::Closing, today()), ["end"]);
}

#[test]
fn a_case_that_is_accepted_again_is_measured_at_its_new_end() {
    let measures = [
        filled(UCLA3, Point::Baseline, date(2026, 1, 5), &[3, 3, 2]),
        filled(UCLA3, Point::End, date(2026, 5, 1), &[2, 2, 2]),
    ];
    assert_eq!(due_on(&measures, Stage::Closing, today()), ["ucla3 end 2026-11-21"]);
}

#[test]
fn a_measure_and_its_refusal_read_back_from_the_log_and_the_wire() {
    let measure = filled(ONS4, Point::Baseline, today(), &[4, -1, 6, 3]);
    let written = serde_json::to_string(&measure).unwrap();
    assert_eq!(
        written,
        r#"{"instrument":"ons4","point":"baseline","on":"2026-11-21","answers":[4,null,6,3]}"#
    );
    assert_eq!(serde_json::from_str::<Filled>(&written).unwrap(), measure);
    for point in Point::ALL {
        assert_eq!(serde_json::to_string(&point).unwrap(), format!("\"{point}\""));
        assert_eq!(Point::from_word(&point.word().to_uppercase()), Some(point));
    }
    let refusal = MeasureError::BeforeBirth { on: date(1940, 1, 1), born: born() };
    let sent = serde_json::to_string(&refusal).unwrap();
    assert_eq!(serde_json::from_str::<MeasureError>(&sent).unwrap(), refusal);
}

/// A practice's own instrument, of which a part is changed.
fn own(change: &str, into: &str) -> String {
    let file = r#"
key = "sleep"
name = "Sleep"
full_name = "How the practice asks for sleep"
source = "The practice"
address = "On paper"
licence = "The practice's own"
licensed = false
scoring = "sum"
item = [{ name = "Night", min = 0, max = 4, better = "higher", answers = [{ value = 0, word = "badly" }] }]
total = { name = "Sleep", better = "higher", bands = [{ from = 0, to = 4, name = "any" }], bands_source = "us" }
"#;
    assert!(file.contains(change), "{change}");
    file.replacen(change, into, 1)
}

#[test]
fn a_practice_brings_its_own_instrument_and_it_goes_before_the_shipped_one() {
    let sleep = Instrument::parse(&own("", "")).unwrap();
    assert_eq!(sleep.items[0].asked(), "Night");
    assert_eq!(sleep.items[0].word(0), Some("badly"));
    let replaced = Instrument::parse(&own("key = \"sleep\"", "key = \"ons4\"")).unwrap();
    let all: Instruments = instruments().clone().with(sleep).with(replaced);
    assert_eq!(all.all().len(), instruments().all().len() + 1);
    assert_eq!(all.get(&ONS4.into()).unwrap().name, "Sleep");
}

#[rstest]
#[case(
    "key = \"sleep\"",
    "key = \"Sleep!\"",
    "its key must be 1 to 40 small letters, digits and underscores"
)]
#[case("\"Sleep\"\nfull", "\" \"\nfull", "the name is empty")]
#[case("max = 4", "max = 0", "\"Night\" must go from a lower to a higher number, at most 100")]
#[case("max = 4", "max = 101", "\"Night\" must go from a lower to a higher number, at most 100")]
#[case("value = 0", "value = 9", "the answers of \"Night\" must be within its range, the lowest first")]
#[case("\"sum\"", "\"separate\"", "its items are scored separately, so it must have no [total]")]
#[case("total =", "# total =", "its items are added up, so it must have a [total]")]
#[case("from = 0", "from = 1", "the bands of \"Sleep\" leave a gap or overlap at 0")]
#[case("to = 4", "to = 3", "the bands of \"Sleep\" must end at 4")]
#[case(", bands_source = \"us\"", "", "\"Sleep\" must have both bands and bands_source, or neither")]
#[case(
    "\"higher\", answers",
    "\"lower\", answers",
    "items and total must get better in the same direction to be added up"
)]
#[case(
    "item = [{",
    "item = [{ name = \"Night\", min = 0, max = 1, better = \"higher\" }, {",
    "two items are named \"Night\""
)]
#[case("licensed = false", "licensed = false\n\"\\u001b[2J\" = 1", "line 9: unknown field `\u{FFFD}[2J`")]
#[case("max = 4", "max = 400", "line 10: invalid value: integer `400`, expected u8")]
fn a_file_that_is_no_instrument_says_why(#[case] part: &str, #[case] into: &str, #[case] why: &str) {
    let error = Instrument::parse(&own(part, into)).unwrap_err().to_string();
    assert!(error.starts_with(&format!("This is not an instrument file: {why}")), "{error}");
}

#[test]
fn a_file_that_is_far_too_long_is_not_even_read() {
    let error = Instrument::parse(&" ".repeat(70_000)).unwrap_err().to_string();
    assert_eq!(error, "This is not an instrument file: it is longer than 64 KB.");
}

/// Two measures of any shipped instrument, with any answers: of the right number and range, and not.
fn any_two() -> impl Strategy<Value = (&'static Instrument, Filled, Filled)> {
    let answers = || prop::collection::vec(prop::option::weighted(0.9, 0..12_u8), 1..9);
    let on = || (2020..2030_i16, 1..=12_i8, 1..=28_i8);
    (0..instruments().all().len(), answers(), answers(), on(), on()).prop_map(|(at, one, two, on, then)| {
        let instrument = &instruments().all()[at];
        let fill = |point, (year, month, day), mut answers: Vec<Option<u8>>| {
            // Mostly of the right number, so that there is something to compare.
            if answers.len() > 1 {
                answers.resize(instrument.items.len(), Some(2));
            }
            Filled { instrument: instrument.key.clone(), point, on: date(year, month, day), answers }
        };
        (instrument, fill(Point::Baseline, on, one), fill(Point::End, then, two))
    })
}

proptest! {
    #[test]
    fn a_score_is_never_outside_its_range_and_always_in_a_band_where_there_are_any(two in any_two()) {
        let (instrument, one, _) = two;
        let score = instrument.score(&one);
        prop_assert_eq!(matches!(score, Score::Sum(_)), matches!(instrument.scoring, Scoring::Sum(_)));
        for value in score.values() {
            prop_assert!(value.value.is_none_or(|given| value.scale.contains(given)));
            prop_assert_eq!(value.band().is_some(), value.value.is_some() && !value.scale.bands.is_empty());
        }
    }

    #[test]
    fn what_may_be_recorded_is_scored_without_loss(two in any_two()) {
        let (instrument, one, _) = two;
        let licences = Licences::from([instrument.key.clone()]);
        if one.check(instruments(), &licences, date(2030, 1, 1), None).is_ok() {
            match instrument.score(&one) {
                Score::Separate(values) => {
                    let scored: Vec<_> = values.iter().map(|value| value.value).collect();
                    let given: Vec<_> = one.answers.iter().map(|answer| answer.map(u16::from)).collect();
                    prop_assert_eq!(scored, given);
                }
                Score::Sum(total) => prop_assert_eq!(total.value.is_none(), one.missing() > 0),
            }
        }
    }

    #[test]
    fn a_change_told_backwards_is_its_opposite(two in any_two()) {
        let (instrument, before, after) = two;
        let (there, back) = (change(&before, &after, instrument), change(&after, &before, instrument));
        prop_assert_eq!(there.days, -back.days);
        prop_assert_eq!(there.differences.len(), instrument.scales().len());
        for (there, back) in there.differences.iter().zip(&back.differences) {
            prop_assert_eq!(there.points(), back.points().map(|points| -points));
            prop_assert_eq!(there.better_by(), back.better_by().map(|points| -points));
            let grew = there.points().is_some_and(|points| points > 0);
            let gets_better = there.turn() == Some(Turn::Better);
            if there.points().is_some_and(|points| points != 0) {
                prop_assert_eq!(gets_better, grew == (there.scale.better == Better::Higher));
            }
        }
    }

    #[test]
    fn a_pair_is_of_one_instrument_and_in_the_order_of_time(two in any_two(), more in any_two()) {
        let measures = [two.1, two.2, more.1, more.2];
        for (before, after) in pairs(&measures) {
            prop_assert_eq!(&before.instrument, &after.instrument);
            prop_assert!(before.on < after.on);
        }
    }

    #[test]
    fn whatever_a_file_holds_it_never_panics(
        text in "\\PC{0,200}",
        at in 0..2_000_usize,
        cut in 0..40_usize,
        put in "[\\x00-\\x7f\u{202e}é]{0,12}",
    ) {
        let _ = Instrument::parse(&text);
        let shipped = include_str!("../data/instruments/ucla3.toml");
        let broken: String =
            shipped.chars().take(at).chain(put.chars()).chain(shipped.chars().skip(at + cut)).collect();
        if let Err(error) = Instrument::parse(&broken) {
            prop_assert!(!error.to_string().chars().any(crate::domain::text::is_unsafe), "{}", error);
        }
    }
}
