//! What happens instead where a red flag stands: the practice's card of who to call, who was told and when, or why it
//! goes on all the same. For the form and the one line.

use crate::desk::request::Request;
use crate::domain::call_card::CardLine;
use crate::domain::need::{NeedKey, catalogue};
use crate::domain::red_flag::{self, RedFlag};
use crate::tui::screen::Ctx;
use crate::tui::screens::flag::measure::Measure;
use crate::tui::screens::flag::page::Row;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::fit::{pad, width, wrap};
use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// What was chosen, and what was typed for it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::tui::screens) struct Stop {
    /// Which of the two.
    pub instead: Instead,
    /// Who was told.
    pub told: Field,
    /// When; empty: now.
    pub told_at: Field,
    /// Why it goes on.
    pub because: Field,
}

/// The two ways on from a red flag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::tui::screens) enum Instead {
    /// Somebody was told.
    #[default]
    Escalate,
    /// It is a social need all the same.
    GoOn,
}

/// A red flag that stands, and what raised it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tui::screens) struct Raised {
    /// The flag.
    pub flag: &'static RedFlag,
    /// The words, or the need, that raised it; empty where only the desk knows.
    pub by: String,
}

/// The card, as far as the desk has answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::tui::screens) struct Card {
    /// The flags that stand, the most pressing first.
    pub raised: Vec<Raised>,
    /// Flags that only the desk saw.
    pub refused: Vec<String>,
    /// Who to call.
    pub lines: Vec<CardLine>,
}

impl Card {
    /// Whether a red flag stands.
    pub fn stands(&self) -> bool {
        !self.raised.is_empty()
    }

    /// Looks at what is typed and chosen. Gives what to ask the desk where the flags are other than before, and whether
    /// one was raised that did not stand before.
    pub fn look(&mut self, texts: &[&str], needs: &[NeedKey]) -> Option<(Request, bool)> {
        let mut found: Vec<Raised> = Vec::new();
        for raised in texts.iter().flat_map(|text| red_flag::scan(text)) {
            found.push(Raised { flag: raised.flag, by: format!("\"{}\"", raised.words) });
        }
        for need in needs {
            if let Some(flag) = red_flag::for_need(need) {
                let name = catalogue().get(need).map_or_else(|| need.to_string(), |need| need.name.clone());
                found.push(Raised { flag, by: name });
            }
        }
        found.extend(
            self.refused
                .iter()
                .filter_map(|key| red_flag::get(key))
                .map(|flag| Raised { flag, by: String::new() }),
        );
        let raised: Vec<Raised> = red_flag::all()
            .iter()
            .filter_map(|flag| found.iter().find(|raised| raised.flag == flag).cloned())
            .collect();
        let before: Vec<&str> = self.raised.iter().map(|raised| raised.flag.key.as_str()).collect();
        let keys: Vec<String> = raised.iter().map(|raised| raised.flag.key.clone()).collect();
        let fresh = keys.iter().any(|key| !before.contains(&key.as_str()));
        let same = !fresh && before.len() == keys.len();
        self.raised = raised;
        if same {
            return None;
        }
        self.lines.clear();
        (!keys.is_empty()).then_some((Request::CallCard { red_flags: keys }, fresh))
    }

    /// The card: what it is about, and who to call, each with its number and whether the practice has confirmed it.
    pub fn rows<'a>(&self, at: Measure, ctx: &Ctx<'_>) -> Vec<Row<'a>> {
        let (theme, cut) = (ctx.theme, ctx.signs.ellipsis);
        let wide = at.end >= 79;
        let title = if wide {
            format!("! {}. Not for social prescribing; call instead:", self.reason())
        } else {
            format!("! {}. Call instead:", self.reason())
        };
        let mut rows: Vec<Row<'a>> = wrap(&title, at.end.saturating_sub(at.label))
            .into_iter()
            .map(|line| Row::default().to(at.label).text(line, theme.urgent))
            .collect();
        let not_confirmed = if wide { "not confirmed by your practice" } else { "not confirmed" };
        let number = |line: &CardLine| line.number.clone().unwrap_or_else(|| "no number yet".to_owned());
        let numbers = self.lines.iter().map(|line| width(&number(line))).max().unwrap_or(0);
        let names = self.lines.iter().map(|line| width(&line.who)).max().unwrap_or(0);
        let names = names.min(at.end.saturating_sub(at.label + numbers + width(not_confirmed) + 4));
        for (place, line) in self.lines.iter().enumerate() {
            let confirmed = if line.confirmed { "confirmed" } else { not_confirmed };
            let row = Row::default().to(at.label).text(pad(&line.who, names, cut), theme.text);
            let row = row.text("  ", theme.text).text(pad(&number(line), numbers, cut), theme.title);
            let style = if line.confirmed { theme.dim } else { theme.warning };
            let mut row = row.text("  ", theme.text).up_to(confirmed, style, at.end, cut);
            if at.end >= 100 {
                row = row.text("  ", theme.text).up_to(&line.what_for, theme.dim, at.end, cut);
            }
            // Who is called first stays in sight on the smallest screen.
            rows.push(if place < 2 { row } else { row.where_room() });
        }
        rows
    }

    /// What it is about, as an escalation's reason: the titles, and what raised them.
    pub fn reason(&self) -> String {
        let parts: Vec<String> = self
            .raised
            .iter()
            .map(|raised| match raised.by.as_str() {
                "" => raised.flag.title.clone(),
                by => format!("{} ({by})", raised.flag.title),
            })
            .collect();
        parts.join("; ")
    }
}

impl Stop {
    /// Who was told and when, behind a label; `keys`: which of the two has them.
    pub fn told_row<'a>(&'a self, row: Row<'a>, keys: (bool, bool), at: Measure, ctx: &Ctx<'_>) -> Row<'a> {
        let now = ctx.local().strftime("now, %H:%M").to_string();
        let when = 22;
        let room = at.end.saturating_sub(at.field + when);
        let row = row.field(&self.told, room, keys.0, "who was told", ctx).text("  when ", ctx.theme.dim);
        row.field(&self.told_at, when - 7, keys.1, &now, ctx)
    }

    /// When somebody was told, as it was typed; nothing: now.
    ///
    /// # Errors
    /// In words, where it is no time, or later than now.
    pub fn told_at(&self, now: DateTime, zone: &TimeZone) -> Result<Option<Timestamp>, String> {
        let text = self.told_at.value().trim().to_lowercase();
        if text.is_empty() || text == "now" {
            return Ok(None);
        }
        let (day, time) = match text.strip_prefix("yesterday") {
            Some(time) => (now.date().saturating_sub(1.day()), time.trim()),
            None => (now.date(), text.strip_prefix("today").unwrap_or(&text).trim()),
        };
        let time = clock_time(time).ok_or("Write when as a time: 14:10, or yesterday 16:30.")?;
        let told = day.to_datetime(time);
        if told > now {
            return Err("That time is still to come. Write when they were told: 14:10, or yesterday 16:30."
                .to_owned());
        }
        let told = told.to_zoned(zone.clone()).map_err(|error| error.to_string())?;
        Ok(Some(told.timestamp()))
    }
}

/// `14:10`, `14.10`, `1410`, `9:05`.
fn clock_time(text: &str) -> Option<Time> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.'));
    if !plain || !(3..=4).contains(&digits.len()) {
        return None;
    }
    let (hour, minute) = digits.split_at(digits.len() - 2);
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case("", Ok(None))]
    #[case("now", Ok(None))]
    #[case("14:10", Ok(Some("2026-11-21T14:10:00Z")))]
    #[case("9.05", Ok(Some("2026-11-21T09:05:00Z")))]
    #[case("yesterday 1630", Ok(Some("2026-11-20T16:30:00Z")))]
    #[case("14:33", Err("That time is still to come. Write when they were told: 14:10, or yesterday 16:30."))]
    #[case("earlier", Err("Write when as a time: 14:10, or yesterday 16:30."))]
    #[case("25:00", Err("Write when as a time: 14:10, or yesterday 16:30."))]
    fn when_somebody_was_told_is_read_as_it_is_said(
        #[case] typed: &str,
        #[case] told: Result<Option<&str>, &str>,
    ) {
        let stop = Stop { told_at: Field::with(typed), ..Stop::default() };
        let now = date(2026, 11, 21).at(14, 32, 0, 0);
        let told = told.map(|at| at.map(|at| at.parse().unwrap())).map_err(str::to_owned);
        assert_eq!(stop.told_at(now, &TimeZone::UTC), told);
    }

    #[test]
    fn words_and_needs_raise_it_once_each_and_the_card_is_asked_for_only_when_that_changes() {
        let mut card = Card::default();
        let abuse = [NeedKey::from("partner_abuse")];
        let (request, fresh) = card.look(&["says she can't go on", ""], &abuse).unwrap();
        let keys = vec!["suicide_self_harm".to_owned(), "abuse".to_owned()];
        assert_eq!((request, fresh), (Request::CallCard { red_flags: keys }, true));
        assert_eq!(card.look(&["she says she can't go on, lonely", ""], &abuse), None);
        assert!(card.reason().starts_with("Suicide or self-harm (\"can't go on\"); "));
        assert!(!card.look(&["", ""], &abuse).unwrap().1);
        assert_eq!(card.look(&["", ""], &[]), None);
        assert!(!card.stands());
    }
}
