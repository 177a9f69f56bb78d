//! Who is at the keyboard: whom `--as` names, else whose account it is, else the only one there is.

use crate::cli::failure::{Exit, Failure};
use crate::domain::staff::Staff;
use crate::domain::text::line;

/// The member of staff who asks.
///
/// `named` is a name, a part of one that only one person has, or an id; `account` is the operating system's.
///
/// # Errors
/// A [`Failure`] that lists who there is, where it is not clear.
pub fn who(staff: &[Staff], named: Option<&str>, account: Option<&str>) -> Result<Staff, Failure> {
    let here: Vec<&Staff> = staff.iter().filter(|one| !one.retired).collect();
    if let Some(named) = named {
        return find(staff, named);
    }
    if let Some(one) = here.iter().find(|one| account.is_some() && one.account.as_deref() == account) {
        return Ok((*one).clone());
    }
    match here.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(Failure::not_found("Nobody works here.", "Set a practice up with `signpost init`.")),
        _ => {
            let mut failure = Failure::new(
                Exit::Refused,
                "who",
                "It is not clear who you are.",
                "Say who with --as NAME, or have an administrator link your account to your name.",
            );
            failure.more = listed(&here);
            Err(failure)
        }
    }
}

/// The member of staff whom a text names, who has not left.
///
/// # Errors
/// A [`Failure`] that lists whom it may mean.
pub fn find(staff: &[Staff], named: &str) -> Result<Staff, Failure> {
    let named = line(named, 200);
    let here: Vec<&Staff> = staff.iter().filter(|one| !one.retired).collect();
    let plain = named.to_lowercase();
    let whole = |one: &&Staff| one.name.to_lowercase() == plain || one.id.to_string() == plain;
    if let Some(one) = here.iter().find(|one| whole(one)) {
        return Ok((*one).clone());
    }
    if let Some(one) = staff.iter().find(|one| one.retired && whole(one)) {
        return Err(Failure::not_found(format!("{} has left.", one.name), "Name somebody who works here."));
    }
    let some: Vec<&Staff> = here
        .iter()
        .filter(|one| !plain.is_empty() && one.name.to_lowercase().contains(&plain))
        .copied()
        .collect();
    match some.as_slice() {
        [one] => Ok((*one).clone()),
        [] => {
            let mut failure = Failure::not_found(
                format!("Nobody called \"{named}\" works here."),
                "Name one of these; see `signpost staff list`.",
            );
            failure.more = listed(&here);
            Err(failure)
        }
        several => {
            let mut failure = Failure::new(
                Exit::Refused,
                "who",
                format!("\"{named}\" may be any of several people."),
                "Write more of the name, or the id.",
            );
            failure.more = listed(several);
            Err(failure)
        }
    }
}

/// At most twenty, so that the sentence above them stays on the screen.
fn listed(staff: &[&Staff]) -> Vec<String> {
    let mut staff = staff.to_vec();
    staff.sort_by_key(|one| one.name.to_lowercase());
    let mut lines: Vec<String> =
        staff.iter().take(20).map(|one| format!("  {} ({})", one.name, one.roles_said())).collect();
    if staff.len() > 20 {
        lines.push(format!("  and {} more", staff.len() - 20));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{PracticeId, StaffId};
    use crate::domain::staff::Role;
    use uuid::Uuid;

    fn staff() -> Vec<Staff> {
        let one = |n: u128, name: &str, account: Option<&str>, retired| Staff {
            capacity: None,
            languages: vec![],
            covers: vec![],
            leave: None,
            id: StaffId(Uuid::from_u128(n)),
            practice: PracticeId(Uuid::from_u128(1)),
            version: 1,
            name: name.to_owned(),
            roles: [Role::Receptionist].into(),
            account: account.map(str::to_owned),
            retired,
        };
        vec![
            one(1, "Priya Shah", Some("priya"), false),
            one(2, "Sam Hill", None, false),
            one(3, "Samira Khan", None, false),
            one(4, "Tom Gone", Some("tom"), true),
        ]
    }

    fn name(found: Result<Staff, Failure>) -> Result<String, &'static str> {
        found.map(|one| one.name).map_err(|failure| failure.kind)
    }

    #[test]
    fn a_name_or_a_part_that_only_one_has_or_an_id_says_who() {
        for named in ["Priya Shah", "priya", "SHAH", "00000000-0000-0000-0000-000000000001"] {
            assert_eq!(name(who(&staff(), Some(named), None)).as_deref(), Ok("Priya Shah"), "{named}");
        }
        assert_eq!(name(who(&staff(), Some("Sam"), None)), Err("who"));
        assert_eq!(name(who(&staff(), Some("sam hill"), None)).as_deref(), Ok("Sam Hill"));
    }

    #[test]
    fn without_a_name_it_is_whose_account_it_is_or_the_only_one() {
        assert_eq!(name(who(&staff(), None, Some("priya"))).as_deref(), Ok("Priya Shah"));
        let failure = who(&staff(), None, Some("root")).unwrap_err();
        assert_eq!((failure.kind, failure.exit), ("who", Exit::Refused));
        assert_eq!(
            failure.more,
            ["  Priya Shah (receptionist)", "  Sam Hill (receptionist)", "  Samira Khan (receptionist)"]
        );
        assert_eq!(name(who(&staff()[..1], None, Some("root"))).as_deref(), Ok("Priya Shah"));
    }

    #[test]
    fn whoever_has_left_is_nobody_here_any_more() {
        assert_eq!(name(who(&staff(), None, Some("tom"))), Err("who"));
        let failure = who(&staff(), Some("Tom Gone"), None).unwrap_err();
        assert_eq!((failure.exit, failure.what.as_str()), (Exit::NotFound, "Tom Gone has left."));
    }

    #[test]
    fn a_name_that_nobody_has_lists_those_there_are() {
        let failure = who(&staff(), Some("Zoe"), None).unwrap_err();
        assert_eq!((failure.kind, failure.more.len()), ("not_found", 3));
        assert_eq!(name(who(&staff(), Some(""), None)), Err("not_found"));
    }
}
