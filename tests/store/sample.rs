//! Commits as a practice makes them, numbered so that each can be told from the others.

use signpost::domain::case::{CaseEvent, Flagged};
use signpost::domain::id::{CaseId, ChangeId, PatientId, PracticeId, StaffId};
use signpost::domain::need::NeedKey;
use signpost::domain::record::{Event, Record, Stamp, Subject};
use signpost::domain::reference::Reference;
use signpost::domain::urgency::Urgency;
use signpost::store::{Change, Commit};
use uuid::Uuid;

/// As the program makes them: first the time, which moves on with the number, then what looks random. The same for the
/// same number.
pub fn id(kind: u128, number: u128) -> Uuid {
    let time = 1_790_000_000_000 + number;
    let random = (kind << 60 | number).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835) >> 48;
    Uuid::from_u128(time << 80 | random)
}

/// The practice.
pub fn practice() -> PracticeId {
    PracticeId(id(1, 1))
}

/// A case's subject.
pub fn case(number: u128) -> Subject {
    CaseId(id(2, number)).into()
}

/// The patient of a case.
pub fn patient(number: u128) -> PatientId {
    PatientId(id(3, number))
}

/// Its reference; each case has its own up to some tens of millions.
pub fn reference(number: u128) -> Reference {
    Reference::propose(Uuid::from_u128(number << 1 | 1 << 61), 23)
}

/// Who, when, as part of which change: the moment moves on with the number.
pub fn stamp(number: u128) -> Stamp {
    let seconds = 1_790_000_000 + i64::try_from(number % 10_000_000).unwrap_or(0);
    Stamp {
        at: jiff::Timestamp::from_second(seconds).unwrap_or_default(),
        by: StaffId(id(4, number % 12)),
        change: ChangeId(id(5, number)),
    }
}

/// A new case.
pub fn opened(number: u128) -> Change {
    opened_for(number, patient(number))
}

/// A new case of some patient.
pub fn opened_for(number: u128, patient: PatientId) -> Change {
    let event = Event::Case(CaseEvent::Opened {
        id: CaseId(case(number).id),
        practice: practice(),
        patient,
        reference: reference(number),
        flagged: Flagged {
            needs: vec![NeedKey("loneliness".into()), NeedKey("debt".into())],
            urgency: Urgency::ALL[usize::try_from(number % 3).unwrap_or(0)],
            note: format!(
                "Case {number}. Her son moved away in March; she asked twice whether anybody could come round. \
                 Letters about the rent are lying unopened."
            ),
            red_flags: vec![],
            went_on: String::new(),
        },
    });
    change(number, None, event)
}

/// What comes next for what stands there.
pub fn then(number: u128, before: &Record, event: CaseEvent) -> Change {
    change(number, Some(before), Event::Case(event))
}

/// A note, which moves the case in the list of who flagged.
pub fn noted(number: u128, before: &Record) -> Change {
    let text = format!("Rang at {number}: no answer, left no message because the voicemail is shared.");
    then(number, before, CaseEvent::Noted { text })
}

/// The end of a case: it leaves the lists of open ones.
pub fn withdrawn(number: u128, before: &Record) -> Change {
    then(number, before, CaseEvent::ContinuedIn { into: CaseId(id(2, number)) })
}

fn change(number: u128, before: Option<&Record>, event: Event) -> Change {
    let record = Record::fold(before.cloned(), &event, &stamp(number)).expect("the sample follows");
    Change { id: id(6, number), expected: before.map_or(0, Record::version), event, record }
}

/// One commit of some changes.
pub fn commit(number: u128, changes: Vec<Change>) -> Commit {
    Commit { practice: practice(), stamp: stamp(number), changes }
}
