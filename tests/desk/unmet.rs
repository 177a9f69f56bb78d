//! The ledger of unmet needs: what is noted, what is never in it, who sees it.

use crate::desk::surgery::{ADA, CARL, LENA, MONA, RITA, Surgery, surgery};
use jiff::civil::{Date, date};
use signpost::desk::reply::{Reply, UnmetLine, UnmetPage};
use signpost::desk::request::{Request, UnmetCursor};
use signpost::domain::need::NeedKey;
use signpost::domain::postcode::Outcode;
use signpost::domain::record::Subject;
use signpost::store::open;
use std::sync::Arc;
use tempfile::TempDir;

fn note(needs: &[&str], area: &str) -> Request {
    Request::NoteUnmet {
        needs: needs.iter().map(|need| (*need).into()).collect(),
        area: Outcode::parse(area).ok(),
    }
}

fn page(
    surgery: &Surgery,
    from: Option<Date>,
    to: Option<Date>,
    after: Option<UnmetCursor>,
    limit: usize,
) -> UnmetPage {
    match surgery.ask(MONA, Request::UnmetNeeds { from, to, after, limit }) {
        Ok(Reply::UnmetNeeds(page)) => page,
        other => panic!("{other:?}"),
    }
}

fn all(surgery: &Surgery) -> Vec<UnmetLine> {
    page(surgery, None, None, None, 500).needs
}

fn said(lines: &[UnmetLine]) -> Vec<String> {
    lines
        .iter()
        .map(|line| {
            let needs: Vec<&str> = line.needs.iter().map(NeedKey::as_str).collect();
            let area = line.area.as_ref().map_or("-", Outcode::as_str);
            format!("{} {area} {}", needs.join("+"), line.by)
        })
        .collect()
}

#[test]
fn nothing_found_is_noted_with_need_district_day_and_who() {
    let surgery = surgery();
    let done = surgery.does(RITA, note(&["debt", "loneliness", "debt"], "DN15 6HX"));
    assert_eq!(done.said, "Noted: nothing was found for debt and loneliness in DN15.");
    surgery.days_pass(1);
    assert_eq!(surgery.does(ADA, note(&["debt"], "")).said, "Noted: nothing was found for debt.");
    assert_eq!(said(&all(&surgery)), [format!("debt+loneliness DN15 {RITA}"), format!("debt - {ADA}")]);
}

#[test]
fn a_need_has_to_be_named_and_known() {
    let surgery = surgery();
    assert_eq!(surgery.refuses(RITA, note(&[], "DN15")).what(), "No need was named.");
    assert_eq!(
        surgery.refuses(RITA, note(&["xylophones"], "DN15")).what(),
        "There is no need \"xylophones\"."
    );
}

#[test]
fn a_note_is_taken_back_by_whoever_made_it_and_only_once() {
    let surgery = surgery();
    let done = surgery.does(RITA, note(&["debt"], "DN15"));
    let subject: Subject = done.subjects[0];
    assert_eq!(surgery.refuses(CARL, Request::Undo { subject }).kind(), "refused");
    let back = surgery.does(RITA, Request::Undo { subject });
    assert_eq!(back.said, "Taken back: the note that nothing was found for debt in DN15.");
    assert_eq!(all(&surgery), []);
    assert_eq!(surgery.refuses(RITA, Request::Undo { subject }).kind(), "refused");
}

#[test]
fn days_are_listed_whole_and_page_by_page() {
    let surgery = surgery();
    let areas = ["BS1", "BS2", "BS3", "BS4", "BS5", "BS6"];
    for (at, area) in areas.iter().enumerate() {
        surgery.does(LENA, note(&["debt"], area));
        if at % 2 == 1 {
            surgery.days_pass(1);
        }
    }
    let areas_of = |lines: &[UnmetLine]| -> Vec<String> {
        lines.iter().filter_map(|line| line.area.as_ref().map(ToString::to_string)).collect()
    };
    let of = |from, to| areas_of(&page(&surgery, from, to, None, 500).needs);
    let (monday, tuesday, wednesday) = (date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18));
    assert_eq!(of(None, None), areas);
    assert_eq!(of(Some(tuesday), Some(tuesday)), ["BS3", "BS4"]);
    assert_eq!(of(Some(tuesday), None), ["BS3", "BS4", "BS5", "BS6"]);
    assert_eq!(of(None, Some(monday)), ["BS1", "BS2"]);
    assert_eq!(of(Some(wednesday), Some(tuesday)), Vec::<String>::new());
    assert_eq!(of(Some(Date::MIN), Some(Date::MAX)), areas);
    assert_eq!(of(Some(Date::MAX), None), Vec::<String>::new());

    let (mut seen, mut after) = (vec![], None);
    loop {
        let page = page(&surgery, None, Some(tuesday), after, 3);
        assert!(page.needs.len() <= 3);
        seen.extend(areas_of(&page.needs));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, areas[..4]);
}

#[test]
fn notes_survive_and_are_listed_from_an_index_that_was_made_again() {
    let folder = TempDir::new().unwrap();
    let surgery = Surgery::over(Arc::new(open::embedded(folder.path(), &|_| {}).unwrap()));
    surgery.does(RITA, note(&["debt"], "DN15"));
    let subject = surgery.does(RITA, note(&["loneliness"], "DN16")).subjects[0];
    surgery.does(RITA, Request::Undo { subject });
    let before = all(&surgery);
    assert_eq!(before.len(), 1);
    let mona = surgery.actor(MONA);
    drop(surgery);
    std::fs::remove_dir_all(folder.path().join("index")).unwrap();
    let desk = signpost::desk::open::open(folder.path(), &|_, _| {}).unwrap();
    let ask = Request::UnmetNeeds { from: None, to: None, after: None, limit: 9 };
    let Ok(Reply::UnmetNeeds(page)) = desk.ask(mona, ask) else { panic!() };
    assert_eq!(page.needs, before);
}
