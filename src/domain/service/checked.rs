//! How long ago an entry was checked, in words that show whether to trust it.

use crate::domain::id::StaffId;
use jiff::civil::Date;

/// A check of an entry: when, and by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// The day.
    pub on: Date,
    /// Who.
    pub by: Checker,
}

/// Who checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checker {
    /// The publisher of the feed, as the feed says.
    Feed,
    /// A member of this practice's staff.
    Staff(StaffId),
}

/// The age of a check in words: `checked today`, `checked 3 weeks ago`, `never checked`.
pub fn age_in_words(last: Option<Date>, today: Date) -> String {
    let Some(on) = last else { return "never checked".to_owned() };
    let days = (today - on).get_days();
    let ago = |n: i32, unit: &str| format!("checked {n} {unit}{} ago", if n == 1 { "" } else { "s" });
    match days {
        // A feed's clock may run ahead of ours.
        i32::MIN..=0 => "checked today".to_owned(),
        1 => "checked yesterday".to_owned(),
        2..=13 => ago(days, "day"),
        14..=59 => ago(days / 7, "week"),
        60..=729 => ago(days / 30, "month"),
        _ => ago(days / 365, "year"),
    }
}
