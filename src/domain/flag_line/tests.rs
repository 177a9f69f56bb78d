use super::*;
use jiff::civil::date;
use proptest::prelude::*;
use rstest::rstest;

fn today() -> Date {
    date(2026, 11, 21)
}

fn read_today(text: &str) -> FlagLine {
    read(text, today())
}

fn needs(line: &FlagLine) -> Vec<String> {
    line.needs_known().into_iter().map(|key| key.0).collect()
}

fn says(text: &str) -> Vec<String> {
    read_today(text).finish().unwrap_err().into_iter().map(|problem| problem.says).collect()
}

#[test]
fn the_whole_line_is_understood_and_each_part_shown_as_it_was_read() {
    let text = "9995260182 lonely, debt !soon +agreed tel 07700 900123 -- son moved away, not eating well";
    let line = read_today(text);
    let parts: Vec<(PartKind, &str, &str)> =
        line.parts.iter().map(|part| (part.kind, &text[part.range.clone()], part.read_as.as_str())).collect();
    assert_eq!(
        parts,
        [
            (PartKind::Who, "9995260182", "999 526 0182"),
            (PartKind::Need, "lonely", "Loneliness"),
            (PartKind::Need, "debt", "Debt"),
            (PartKind::Urgency, "!soon", "soon"),
            (PartKind::Agreement, "+agreed", "agreed to be contacted"),
            (PartKind::Phone, "tel 07700 900123", "07700 900123"),
            (PartKind::Note, "-- son moved away, not eating well", "son moved away, not eating well"),
        ]
    );
    let complete = line.finish().unwrap();
    assert_eq!(complete.who, Who::Number(NhsNumber::parse("9995260182").unwrap()));
    assert_eq!(complete.needs, [NeedKey::from("loneliness"), NeedKey::from("debt")]);
    assert_eq!((complete.urgency, complete.agreement), (Urgency::Soon, Some(Answer::Agreed)));
    assert_eq!(complete.phone.unwrap().number(), "07700900123");
    assert_eq!(complete.note, "son moved away, not eating well");
}

#[rstest]
#[case("999 526 0182 lonely", "999 526 0182")]
#[case("999-526-0182 lonely", "999 526 0182")]
#[case("  9995260182   lonely ", "999 526 0182")]
#[case("999\u{a0}526\u{a0}0182 lonely", "999 526 0182")]
#[case("9995260182, lonely", "999 526 0182")]
#[case("Margaret Ellis 3/2/1948 lonely", "Margaret Ellis, 3 Feb 1948")]
#[case("margaret ellis 3/2/48 lonely", "Margaret Ellis, 3 Feb 1948")]
#[case("ELLIS, Margaret (Mrs) 03-Feb-1948 lonely", "Margaret Ellis, 3 Feb 1948")]
#[case("Margaret Ellis, 3 Feb 1948, lonely", "Margaret Ellis, 3 Feb 1948")]
#[case("Margaret Ellis born 3rd of February 1948 lonely", "Margaret Ellis, 3 Feb 1948")]
#[case("Margaret Ellis 3 Feb 1948 (78) lonely", "Margaret Ellis, 3 Feb 1948")]
#[case("Anna van der Berg dob: 03.02.1948 lonely", "Anna van der Berg, 3 Feb 1948")]
fn the_patient_is_a_number_or_a_name_with_a_birth_date(#[case] text: &str, #[case] who: &str) {
    let complete = read_today(text).finish().unwrap();
    assert_eq!(complete.who.to_string(), who);
    assert_eq!(complete.needs, [NeedKey::from("loneliness")]);
}

#[rstest]
#[case("9995260182 lonely,debt", &["loneliness", "debt"])]
#[case("9995260182 lonely debt", &["loneliness", "debt"])]
#[case("9995260182 lonely and in debt", &["loneliness", "debt"])]
#[case("9995260182 mould in the home", &["mould"])]
#[case("9995260182 mould in the home debt", &["mould", "debt"])]
#[case("9995260182 feeling very lonely", &["loneliness"])]
#[case("9995260182 needs help with housing repairs", &["housing_repairs"])]
#[case("9995260182 can't heat the house, skint", &["energy", "financial_problem"])]
#[case("9995260182 Housing: repairs and conditions", &["housing_repairs"])]
#[case("9995260182 lonely, LONELY, loneliness", &["loneliness"])]
#[case("9995260182 section 21, debt,", &["eviction_threat", "debt"])]
#[case("9995260182 lonely !urgent debt", &["loneliness", "debt"])]
fn needs_are_the_words_between_commas_or_the_longest_that_name_one(
    #[case] text: &str,
    #[case] keys: &[&str],
) {
    let line = read_today(text);
    assert_eq!(needs(&line), keys);
    assert_eq!(line.problems, []);
}

#[rstest]
#[case(
    "9995260183 lonely",
    "The check digit does not fit, so one digit is wrong or two are swapped. Read the number again."
)]
#[case("999526018 lonely", "An NHS number has 10 digits; this has 9. Check it against the record.")]
#[case("99952601822 lonely", "An NHS number has 10 digits; this has 11. Check it against the record.")]
#[case("Margaret Ellis 31/2/1948 lonely", "31 February does not exist. Check the day and the month.")]
#[case("Margaret Ellis 3/2 lonely", "The year is missing. Write it after the month: 3/2/1948.")]
#[case(
    "Margaret Ellis lonely",
    "The birth date is missing. Write it behind the name (Margaret Ellis 3/2/1948), or write the NHS number."
)]
#[case("3/2/1948 lonely", "The name is missing. Write it before the birth date: Margaret Ellis 3/2/1948.")]
#[case(
    "lonely",
    "The patient is missing. Begin with the NHS number, or with name and birth date: Margaret Ellis 3/2/1948."
)]
#[case(
    "Margaret Ellis 999 526 0182 lonely",
    "The NHS number stands first, without a name: 999 526 0182 lonely, debt."
)]
#[case("9995260182", "The need is missing. Write it behind the patient: lonely, debt.")]
#[case("9995260182 lonley", "\"lonley\" is no need that is known. Did you mean Loneliness?")]
#[case(
    "9995260182 xqzw",
    "\"xqzw\" is no need that is known. Use other words, or write it as a note behind --."
)]
#[case("9995260182 lonely 07700 900123", "\"07700 900123\" is no need. Write tel before a phone number.")]
#[case("9995260182 on her own", "on her own can be Loneliness or Lives alone. Write which.")]
#[case("9995260182 lonely !asap", "!asap is not known. Write !soon or !urgent.")]
#[case("9995260182 lonely !soon !urgent", "Two urgencies stand in the line. Keep one.")]
#[case(
    "9995260182 lonely +yes",
    "+yes is not known. Write +agreed or +declined, or tel before a phone number."
)]
#[case("9995260182 lonely +agreed +declined", "The patient cannot have agreed and declined. Keep one.")]
#[case(
    "9995260182 lonely tel 077",
    "This number has only 3 digits. Ask for the whole number with its area code."
)]
fn what_is_wrong_is_said_with_what_to_do(#[case] text: &str, #[case] message: &str) {
    assert_eq!(says(text), [message]);
}

#[test]
fn a_need_that_is_denied_is_not_flagged() {
    let line = read_today("9995260182 not lonely");
    assert!(line.finish().is_err());
    assert_eq!(line.parts[1].read_as, "not");
}

#[test]
fn an_empty_line_misses_patient_and_need() {
    assert_eq!(read_today("").problems, []);
    assert_eq!(says("").len(), 2);
}

#[test]
fn what_is_still_being_typed_is_not_yet_a_warning() {
    let text = "9995260182 lonely, deb";
    for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
        let line = read_today(&text[..end]);
        assert!(
            line.problems.iter().all(|problem| problem.unfinished),
            "{}: {:?}",
            &text[..end],
            line.problems
        );
    }
    assert!(!read_today("99952 lonely").problems[0].unfinished);
}

#[test]
fn an_unfinished_need_has_its_suggestions() {
    let line = read_today("9995260182 hou");
    let NeedRead::Unknown { typed, suggestions } = &line.needs[0] else { panic!("{:?}", line.needs) };
    assert_eq!((typed.as_str(), suggestions[0].name.as_str()), ("hou", "Housing: repairs and conditions"));
}

#[rstest]
#[case(
    "9995260182 lonely -- 07700 900123, !urgent +agreed tel 5 -- more",
    "07700 900123, !urgent +agreed tel 5 -- more"
)]
#[case("9995260182 lonely --no space", "no space")]
#[case("9995260182 lonely \u{2014} a dash", "a dash")]
#[case("9995260182 lonely --", "")]
#[case("9995260182 lonely -- a\u{1b}[31mred", "a\u{fffd}[31mred")]
fn a_note_may_hold_anything_and_is_read_for_nothing(#[case] text: &str, #[case] note: &str) {
    let complete = read_today(text).finish().unwrap();
    assert_eq!(complete.note, note);
    assert_eq!((complete.urgency, complete.agreement, complete.phone), (Urgency::Routine, None, None));
}

#[rstest]
#[case("9995260182 tel 0117 496 0123 lonely", "0117 496 0123")]
#[case("9995260182 lonely +44 117 496 0123", "0117 496 0123")]
#[case("9995260182 tel: +44 7700 900123, lonely", "07700 900123")]
#[case("9995260182 lonely TEL.07700900123", "07700900123")]
fn the_phone_stands_anywhere(#[case] text: &str, #[case] phone: &str) {
    let complete = read_today(text).finish().unwrap();
    assert_eq!(complete.phone.unwrap().to_string(), phone);
    assert_eq!(complete.needs, [NeedKey::from("loneliness")]);
}

#[test]
fn a_line_that_is_too_long_is_refused_not_cut() {
    let text = format!("9995260182 lonely -- {}", "x".repeat(LONGEST));
    assert_eq!(says(&text), ["The line is longer than 2000 characters. Shorten the note."]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn whatever_is_typed_it_never_panics_and_parts_stand_in_order(
        text in "([\\PC\u{a0}]{0,8}|9995260182|lonely|[,;!+]|--| tel |3/2/1948| |Margaret Ellis|on her own|[0-9]{1,4}){0,12}"
    ) {
        let line = read_today(&text);
        let mut end = 0;
        for part in &line.parts {
            prop_assert!(part.range.start >= end && text.get(part.range.clone()).is_some());
            end = part.range.end;
        }
        for problem in &line.problems {
            prop_assert!(text.get(problem.range.clone()).is_some() && !problem.says.is_empty());
        }
        match line.finish() {
            Ok(complete) => prop_assert!(!complete.needs.is_empty()),
            Err(problems) => prop_assert!(!problems.is_empty()),
        }
    }
}
