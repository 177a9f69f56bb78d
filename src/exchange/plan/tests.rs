use crate::domain::text::is_unsafe;
use crate::exchange::plan::layout::{Layout, MARGIN, PAGE, lay_out, width};
use crate::exchange::plan::pdf::pdf;
use crate::exchange::plan::text::{COLUMNS, text};
use crate::exchange::plan::{PlanSheet, SheetStep};
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::BTreeSet;
use unicode_width::UnicodeWidthStr;

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn step(what: &str, details: &[&str], who_does_what: &str) -> SheetStep {
    SheetStep { what: what.to_owned(), details: strings(details), who_does_what: who_does_what.to_owned() }
}

/// An ordinary plan: two goals, three steps.
fn margarets() -> PlanSheet {
    PlanSheet {
        practice: "Harbourside Surgery".to_owned(),
        phone: Some("0117 496 0100".to_owned()),
        for_whom: "Margaret".to_owned(),
        link_worker: "Sam Okafor".to_owned(),
        made_on: date(2026, 11, 23),
        goals: strings(&["Talk to somebody most days", "Know what I owe, and sleep again"]),
        steps: vec![
            step(
                "Tuesday lunch club, St Mark's Hall",
                &["Tuesdays, 12 noon to 2 pm", "St Mark's Road, BS5 6LW. Ring 0117 496 0123"],
                "They expect you on Tuesday. Sam will meet you at the door.",
            ),
            step(
                "Debt advice, Citizens Advice",
                &["Ring 0800 144 8848"],
                "Sam has asked them. They will ring you.",
            ),
            step("A walk round the block each day", &[], "You start when you feel like it."),
        ],
        next: Some("Sam will ring you on Thursday 26 November, in the afternoon.".to_owned()),
        appointments: strings(&["Wednesday 2 December, 10.30 am: Sam, at the surgery"]),
        help_now: strings(&["Samaritans: ring 116 123, any time", "In danger: ring 999"]),
    }
}

fn laid_out(sheet: &PlanSheet) -> Layout {
    let mut missing = BTreeSet::new();
    let blocks: Vec<_> = sheet.blocks().into_iter().map(|block| block.drawable(&mut missing)).collect();
    lay_out(&blocks)
}

/// Everything that is on paper, page by page.
fn drawn(sheet: &PlanSheet) -> String {
    let lines = laid_out(sheet).pages.into_iter().flatten();
    lines.map(|line| line.run.text.trim_end().to_owned() + "\n").collect()
}

#[test]
fn the_plan_reads_as_plain_text() {
    insta::assert_snapshot!(text(&margarets()));
}

#[test]
fn an_ordinary_plan_is_one_page_of_large_type() {
    let made = pdf(&margarets()).unwrap();
    assert_eq!(made.pages, 1);
    assert!(made.points >= 16.0, "{}", made.points);
    assert!(made.not_shown.is_empty());
    assert!(made.bytes.starts_with(b"%PDF-1.7"));
}

#[test]
fn a_long_plan_takes_a_second_page_before_it_takes_small_type() {
    let mut sheet = margarets();
    sheet.steps = vec![sheet.steps[0].clone(); 9];
    let made = pdf(&sheet).unwrap();
    assert_eq!((made.pages, made.points.to_bits()), (2, 16_f32.to_bits()));
}

#[test]
fn a_page_does_not_end_in_a_heading_or_within_a_step() {
    let mut sheet = margarets();
    for count in 5..30 {
        sheet.steps = vec![sheet.steps[0].clone(); count];
        let pages = laid_out(&sheet).pages;
        for (before, after) in pages.iter().zip(&pages[1..]) {
            let (last, first) = (before.last().unwrap(), &after[0]);
            assert_ne!(last.block, first.block, "{last:?}");
            assert!(last.run.size <= 16.0, "{last:?} is a heading");
        }
    }
}

#[test]
fn the_same_plan_gives_the_same_file() {
    assert_eq!(pdf(&margarets()).unwrap(), pdf(&margarets()).unwrap());
}

#[test]
fn the_file_says_its_language_and_that_it_is_tagged_but_not_whose_plan_it_is() {
    let bytes = pdf(&margarets()).unwrap().bytes;
    let has = |what: &str| bytes.windows(what.len()).any(|part| part == what.as_bytes());
    assert!(has("(en-GB)") && has("/MarkInfo") && has("pdfuaid"));
    assert!(has("Your plan"));
    assert!(!has("<dc:creator>"));
}

#[test]
fn names_of_many_alphabets_are_drawn() {
    let mut sheet = margarets();
    sheet.for_whom =
        "Łucja Żółć, İpek Şahin, Ольга Їжак, Ελένη, Nguyễn Thị Hồng, Siân Ŵyn, Ștefan".to_owned();
    let made = pdf(&sheet).unwrap();
    assert_eq!(made.not_shown, BTreeSet::new());
    assert!(drawn(&sheet).contains("İpek Şahin"));
}

#[test]
fn a_script_that_the_font_has_not_is_told_and_shown_as_missing() {
    let mut sheet = margarets();
    sheet.goals = strings(&["বাইরে"]);
    let made = pdf(&sheet).unwrap();
    assert!(made.not_shown.contains(&'ব'));
    assert!(text(&sheet).contains("বাইরে"));
}

#[test]
fn parts_without_content_are_left_out() {
    let sheet = PlanSheet {
        phone: None,
        goals: Vec::new(),
        steps: Vec::new(),
        next: Some("  ".to_owned()),
        appointments: strings(&[""]),
        help_now: Vec::new(),
        ..margarets()
    };
    let said = text(&sheet);
    assert_eq!(
        said,
        "A plan for Margaret\n\nMade with Sam Okafor, link worker, on 23 November 2026.\n\nQuestions or changes?\n\
         Ask for Sam Okafor at Harbourside Surgery.\n"
    );
}

#[test]
fn a_list_without_end_says_how_much_was_left_out() {
    let mut sheet = margarets();
    sheet.goals = vec!["Rest".to_owned(); 43];
    assert!(text(&sheet).contains("And 3 more: ask Sam Okafor.\n"));
    sheet.goals = vec!["a".repeat(1000)];
    assert!(text(&sheet).contains("a…\n"));
}

/// What is on paper beside what was given.
const OWN_WORDS: &str = "A plan for Your Made with , link worker, on 23 November 2026. What happens next My appointments \
    What matters to me What we agreed If you need help now Questions or changes? Ring on and ask for . Ask for at . \
    1. 2. 3. -";

#[test]
fn nothing_is_on_the_sheet_that_was_not_given() {
    let sheet = margarets();
    let mut known = format!("{OWN_WORDS} {} {} ", sheet.practice, sheet.link_worker);
    let given =
        sheet.steps.iter().flat_map(|step| step.details.iter().chain([&step.what, &step.who_does_what]));
    let given = given.chain(&sheet.goals).chain(&sheet.appointments).chain(&sheet.help_now);
    for said in given.chain([&sheet.for_whom]).chain(&sheet.phone).chain(&sheet.next) {
        known.push_str(said);
        known.push(' ');
    }
    let known: BTreeSet<&str> =
        known.split_whitespace().map(|word| word.trim_end_matches(['.', ','])).collect();
    for word in (text(&sheet) + &drawn(&sheet)).split_whitespace() {
        assert!(known.contains(word.trim_end_matches(['.', ','])), "{word}");
    }
}

fn anything() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{0,90}", "\\PC{0,60}", "(?s).{0,60}", "[A-Za-z]{0,700}", "[0-9 ]{0,90}"]
}

fn any_sheet() -> impl Strategy<Value = PlanSheet> {
    let texts = || proptest::collection::vec(anything(), 0..6);
    let step = (anything(), texts(), anything()).prop_map(|(what, details, who_does_what)| SheetStep {
        what,
        details,
        who_does_what,
    });
    let named = (anything(), anything(), anything(), proptest::option::of(anything()));
    (named, texts(), proptest::collection::vec(step, 0..5), texts(), texts()).prop_map(
        |((practice, for_whom, link_worker, next), goals, steps, appointments, help_now)| PlanSheet {
            phone: next.clone(),
            practice,
            for_whom,
            link_worker,
            made_on: date(2026, 11, 23),
            goals,
            steps,
            next,
            appointments,
            help_now,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_given_the_text_keeps_its_width_and_steers_no_terminal(sheet in any_sheet()) {
        for line in text(&sheet).split('\n') {
            prop_assert!(line.width() <= COLUMNS, "{line:?}");
            prop_assert!(!line.chars().any(is_unsafe), "{line:?}");
        }
    }

    #[test]
    fn whatever_is_given_there_is_a_pdf_and_all_of_it_is_on_paper(sheet in any_sheet()) {
        let made = pdf(&sheet).unwrap();
        prop_assert!(made.points >= 14.0);
        let layout = laid_out(&sheet);
        prop_assert_eq!(made.pages, layout.pages.len());
        for line in layout.pages.iter().flatten() {
            let right = line.run.x + width(line.run.text.trim_end(), line.run.weight, line.run.size);
            prop_assert!(right <= PAGE.0 - MARGIN + 0.01, "{line:?}");
            prop_assert!(line.y > MARGIN && line.y < PAGE.1 - MARGIN, "{line:?}");
        }
    }
}
