//! Many at once, on the store that the program uses: nothing is lost, nothing is there twice.

use crate::desk::surgery::{LENA, LIAM, MARGARET, RITA, Surgery, details, flag, handed_over, new, number};
use signpost::desk::Desk;
use signpost::desk::refusal::Refusal;
use signpost::desk::reply::Reply;
use signpost::desk::request::{CaseFilter, Request, WhichCase, Whose};
use signpost::domain::case::{CaseRefusal, Command};
use signpost::domain::id::PatientId;
use signpost::store::open::embedded;
use std::sync::{Arc, Barrier};

const NEEDS: [&str; 8] =
    ["debt", "loneliness", "transport", "food_insecurity", "benefits", "budgeting", "caring", "learning"];

/// The practice on a store on disk.
fn on_disk() -> (tempfile::TempDir, Surgery) {
    let folder = tempfile::tempdir().unwrap();
    let store = embedded(folder.path(), &|_| ()).unwrap();
    (folder, Surgery::over(Arc::new(store)))
}

/// Each need is flagged by somebody of their own, all at the same moment; gives the patients.
fn flag_at_once(surgery: &Surgery, whose: &(dyn Fn() -> Whose + Sync)) -> Vec<PatientId> {
    let start = Barrier::new(NEEDS.len());
    std::thread::scope(|scope| {
        let threads = NEEDS.map(|need| {
            let start = &start;
            scope.spawn(move || {
                start.wait();
                surgery.flags(RITA, flag(whose(), &[need])).patient.id
            })
        });
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

fn assert_one_case_of_one_person(surgery: &Surgery, mut patients: Vec<PatientId>) {
    patients.sort_unstable();
    patients.dedup();
    assert_eq!(patients.len(), 1, "one person");
    let cases = surgery.open_cases_of(patients[0]);
    assert_eq!(cases.len(), 1, "one open case");
    let mut needs: Vec<_> = cases[0].needs.iter().map(|need| need.need.as_str()).collect();
    let mut expected = NEEDS;
    needs.sort_unstable();
    expected.sort_unstable();
    assert_eq!(needs, expected, "nothing is lost");
}

#[test]
fn eight_who_flag_the_same_new_number_open_one_case() {
    let (_folder, surgery) = on_disk();
    let patients = flag_at_once(&surgery, &|| number(MARGARET));
    assert_one_case_of_one_person(&surgery, patients);
}

#[test]
fn eight_who_flag_the_same_patient_add_to_one_case() {
    let (_folder, surgery) = on_disk();
    let margaret = new(details("Margaret Ellis", "3/2/1948", ""));
    let patient = surgery.flags(RITA, flag(margaret, &["debt"])).patient.id;
    let patients = flag_at_once(&surgery, &|| Whose::Known(patient));
    assert_one_case_of_one_person(&surgery, patients);
}

#[test]
fn eight_who_enter_the_same_new_person_enter_one() {
    let (_folder, surgery) = on_disk();
    let patients = flag_at_once(&surgery, &|| new(details("Margaret Ellis", "3/2/1948", "")));
    assert_one_case_of_one_person(&surgery, patients);
}

#[test]
fn of_two_who_accept_at_once_one_has_it_and_the_other_is_told() {
    let (_folder, surgery) = on_disk();
    let case = surgery.flags(RITA, handed_over(number(MARGARET), &["debt"])).id;
    let start = Barrier::new(2);
    let answers = std::thread::scope(|scope| {
        let threads = [LENA, LIAM].map(|who| {
            let (start, surgery) = (&start, &surgery);
            scope.spawn(move || {
                start.wait();
                surgery.ask(who, Request::OnCase { case: WhichCase::Id(case), command: Command::Accept })
            })
        });
        threads.map(|thread| thread.join().unwrap())
    });
    let refused: Vec<_> = answers.iter().filter_map(|answer| answer.as_ref().err()).collect();
    assert_eq!(refused, [&Refusal::Case(CaseRefusal::HasWorker)]);
    assert_eq!(refused[0].what(), "The case is with a link worker already.");
}

#[test]
fn two_records_joined_while_they_are_flagged_leave_one_open_case() {
    let (_folder, surgery) = on_disk();
    for round in 0..8 {
        let born = format!("{}/2/1948", round + 1);
        let one = surgery.flags(RITA, flag(new(details("Ann Reed", &born, "")), &["debt"]));
        let other = Whose::New { details: Box::new(details("Ann Read", &born, "")), even_if_alike: true };
        let other = surgery.flags(RITA, flag(other, &["debt"]));
        surgery.on(RITA, other.id, Command::Decline { needs: vec![], why: String::new() });
        let start = Barrier::new(2);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                start.wait();
                surgery.flags(RITA, flag(Whose::Known(other.patient.id), &["loneliness"]));
            });
            scope.spawn(|| {
                start.wait();
                surgery.does(RITA, Request::JoinPatients { keep: one.patient.id, join: other.patient.id });
            });
        });
        assert_eq!(surgery.open_cases_of(one.patient.id).len(), 1, "round {round}");
    }
}

#[test]
fn what_was_confirmed_is_there_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let before = {
        let store = Arc::new(embedded(folder.path(), &|_| ()).unwrap());
        let surgery = Surgery::over(store);
        surgery.flags(RITA, handed_over(number(MARGARET), &["debt"]));
        surgery.service("1", "Lunch club");
        let cases = surgery.cases(RITA, &CaseFilter::default());
        (cases, surgery.actor(RITA), surgery.desk.ask(surgery.actor(RITA), Request::Today).unwrap())
    };
    let (_, clock) = crate::desk::surgery::ticking();
    let desk = Desk::new(Arc::new(embedded(folder.path(), &|_| ()).unwrap()), clock).unwrap();
    let ask = |request| desk.ask(before.1, request).unwrap();
    let all = Request::Cases { filter: CaseFilter::default(), after: None, limit: 10 };
    let Reply::Cases(page) = ask(all) else { panic!() };
    assert_eq!((page.cases, ask(Request::Today)), (before.0, before.2));
    desk.wait_until_indexed();
    let Reply::Patients(lines) = ask(Request::Patients { text: "9995260182".to_owned(), limit: 5 }) else {
        panic!()
    };
    assert_eq!(lines.len(), 1);
}
