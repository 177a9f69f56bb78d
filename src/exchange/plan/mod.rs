//! The plan on paper, for the patient to take along: one page of plain language and large type.
//!
//! What stands on it and in which words; [`text`](mod@text) and [`pdf`](mod@pdf) put the same blocks on screen and
//! paper. Whether it may be printed at all (safe contact) is the desk's to say, and so is what is given here: nothing
//! comes onto the sheet from anywhere else.

mod layout;
mod of_case;
pub mod pdf;
pub mod text;

pub use of_case::OfCase;

use crate::domain::text::line;
use jiff::civil::Date;

/// The most characters of one goal or sentence; what is longer ends in "…".
const SENTENCE: usize = 400;
/// The most characters of a name.
const NAME: usize = 80;
/// The most entries of one list; for the others the link worker is to be asked.
const ENTRIES: usize = 40;

/// What a patient takes along of the plan. Texts may come from anywhere: they are cleaned and bounded here.
///
/// No NHS number, no codes, no notes: it lies on kitchen tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanSheet {
    /// The practice's name.
    pub practice: String,
    /// Its number for questions, if known.
    pub phone: Option<String>,
    /// How the patient is called: a first name, rarely more.
    pub for_whom: String,
    /// The link worker's name.
    pub link_worker: String,
    /// The day on which it was agreed or printed.
    pub made_on: Date,
    /// What matters, in the patient's own words.
    pub goals: Vec<String>,
    /// What was agreed, in order.
    pub steps: Vec<SheetStep>,
    /// What happens next, a sentence: "Sam will ring you on Thursday 26 November, in the afternoon."
    pub next: Option<String>,
    /// Appointments, a line each: when, where or the link, with whom.
    pub appointments: Vec<String>,
    /// Who to call in a crisis, a line each. None is added to those that are given.
    pub help_now: Vec<String>,
}

/// One thing of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetStep {
    /// The service or activity.
    pub what: String,
    /// When, where, the number to ring: a line each.
    pub details: Vec<String>,
    /// Who does what, in plain words: "Sam has asked them. They will ring you." Empty where nothing is left to do.
    pub who_does_what: String,
}

/// A piece of the sheet. Its texts are clean and of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Block {
    /// What the sheet is.
    Title(String),
    /// The name of a part.
    Heading(&'static str),
    /// What is read first, in bold.
    Strong(String),
    /// A sentence or two.
    Text(String),
    /// One of a list.
    Item(Item),
}

/// One of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    /// Its place in the list, from 1, where the list is numbered.
    number: Option<usize>,
    /// What it is called, in bold.
    name: Option<String>,
    /// What is said of it.
    lines: Vec<String>,
}

impl PlanSheet {
    /// Everything on the sheet, in the order in which it is read. Parts without content are left out.
    fn blocks(&self) -> Vec<Block> {
        let worker = said(&self.link_worker, NAME);
        let mut blocks = vec![Block::Title(match said(&self.for_whom, NAME) {
            name if name.is_empty() => "Your plan".to_owned(),
            name => format!("A plan for {name}"),
        })];
        let made_on = self.made_on.strftime("%-d %B %Y");
        blocks.push(Block::Text(format!("Made with {worker}, link worker, on {made_on}.")));
        if let Some(next) =
            self.next.as_deref().map(|next| said(next, SENTENCE)).filter(|next| !next.is_empty())
        {
            blocks.push(Block::Heading("What happens next"));
            blocks.push(Block::Strong(next));
        }
        list(&mut blocks, "My appointments", &self.appointments, &worker);
        list(&mut blocks, "What matters to me", &self.goals, &worker);
        self.steps(&mut blocks, &worker);
        list(&mut blocks, "If you need help now", &self.help_now, &worker);
        blocks.push(Block::Heading("Questions or changes?"));
        let practice = said(&self.practice, NAME);
        blocks.push(Block::Text(
            match self.phone.as_deref().map(|phone| said(phone, NAME)).filter(|phone| !phone.is_empty()) {
                Some(phone) => format!("Ring {practice} on {phone} and ask for {worker}."),
                None => format!("Ask for {worker} at {practice}."),
            },
        ));
        blocks
    }

    fn steps(&self, blocks: &mut Vec<Block>, worker: &str) {
        if self.steps.is_empty() {
            return;
        }
        blocks.push(Block::Heading("What we agreed"));
        for (at, step) in self.steps.iter().take(ENTRIES).enumerate() {
            let lines = step.details.iter().take(ENTRIES).chain([&step.who_does_what]);
            blocks.push(Block::Item(Item {
                number: Some(at + 1),
                name: Some(said(&step.what, SENTENCE)),
                lines: lines.map(|one| said(one, SENTENCE)).filter(|one| !one.is_empty()).collect(),
            }));
        }
        more(blocks, self.steps.len(), worker);
    }
}

/// A list under its heading, if there is anything in it.
fn list(blocks: &mut Vec<Block>, heading: &'static str, entries: &[String], worker: &str) {
    let mut items = entries.iter().map(|one| said(one, SENTENCE)).filter(|one| !one.is_empty()).peekable();
    if items.peek().is_none() {
        return;
    }
    blocks.push(Block::Heading(heading));
    let items: Vec<String> = items.collect();
    let count = items.len();
    for one in items.into_iter().take(ENTRIES) {
        blocks.push(Block::Item(Item { number: None, name: None, lines: vec![one] }));
    }
    more(blocks, count, worker);
}

/// Says that something was left out, and who knows it.
fn more(blocks: &mut Vec<Block>, count: usize, worker: &str) {
    if count > ENTRIES {
        blocks.push(Block::Text(format!("And {} more: ask {worker}.", count - ENTRIES)));
    }
}

/// A text as it may stand on the sheet: of one line, clean, and bounded so that it shows.
fn said(text: &str, most: usize) -> String {
    let mut said = line(text, most + 1);
    if let Some((end, _)) = said.char_indices().nth(most) {
        said.truncate(end);
        said.truncate(said.trim_end().len());
        said.push('…');
    }
    said
}

#[cfg(test)]
mod tests;
