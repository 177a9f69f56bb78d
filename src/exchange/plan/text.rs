//! The plan as plain text, for a terminal, an e-mail or a screen reader.
//!
//! No frames, underlines or capitals: a screen reader would spell them out.

use crate::exchange::plan::{Block, Item, PlanSheet};
use crate::exchange::wrap;

/// How wide the text is, in columns: what an e-mail keeps unbroken, with room to be quoted.
pub const COLUMNS: usize = 72;

/// The plan in lines of at most [`COLUMNS`], each ended by a line feed.
pub fn text(sheet: &PlanSheet) -> String {
    let mut out = String::new();
    let (mut after_heading, mut after_short) = (false, false);
    for block in sheet.blocks() {
        let short = matches!(&block, Block::Item(Item { name: None, .. }));
        // A heading stands with what it heads, and short entries stand together.
        if !(out.is_empty() || after_heading || after_short && short) {
            out.push('\n');
        }
        (after_heading, after_short) = (matches!(block, Block::Heading(_)), short);
        match block {
            Block::Title(said) | Block::Strong(said) | Block::Text(said) => put(&mut out, "", &said),
            Block::Heading(said) => put(&mut out, "", said),
            Block::Item(item) => {
                let mut label = item.number.map_or("- ".to_owned(), |number| format!("{number}. "));
                for said in item.name.iter().chain(&item.lines) {
                    put(&mut out, &label, said);
                    label = " ".repeat(label.len());
                }
            }
        }
    }
    out
}

/// One text, its first line behind the label and the others below its beginning.
fn put(out: &mut String, label: &str, said: &str) {
    let mut before = label.to_owned();
    for line in wrap::columns(said, COLUMNS - label.len()) {
        out.push_str(&before);
        out.push_str(&line);
        out.push('\n');
        before = " ".repeat(label.len());
    }
}
