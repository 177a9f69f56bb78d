//! Where each line of the plan stands on paper: type sizes, line breaks, page breaks.
//!
//! Measures with the fonts that it brings; knows nothing of PDF.

use crate::exchange::plan::{Block, Item};
use crate::exchange::wrap::wrap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Noto Sans, reduced to the Latin, Greek and Cyrillic alphabets. Its licence stands beside it.
pub(super) const REGULAR: &[u8] = include_bytes!("font/NotoSans-Regular.ttf");
/// The same in bold.
pub(super) const BOLD: &[u8] = include_bytes!("font/NotoSans-Bold.ttf");

/// A4, in points.
pub(super) const PAGE: (f32, f32) = (595.28, 841.89);
/// White around the text, in points: 18 mm, which every printer can leave, and a folder's holes need.
pub(super) const MARGIN: f32 = 51.0;

/// Type sizes of running text in points, the one to prefer first. 16 is what sight-loss charities call large print;
/// 14, clear print, is taken only where that saves the second page.
const SIZES: [f32; 5] = [18.0, 17.0, 16.0, 15.0, 14.0];
/// The size where one page is not enough in any of them.
const LARGE: f32 = 16.0;
/// From one baseline to the next, in type sizes.
const LEADING: f32 = 1.32;

/// How thick the letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// A text to draw.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    /// Where it begins, in points from the left edge of the page.
    pub x: f32,
    pub text: String,
    pub weight: Weight,
    pub size: f32,
}

/// One line on paper.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// Its baseline, in points from the top edge of the page.
    pub y: f32,
    /// Its text; a space at the end where the paragraph goes on.
    pub run: Run,
    /// The bullet or number before it.
    pub label: Option<Run>,
    /// Which block it belongs to.
    pub block: usize,
    /// Which text of the block, from 0.
    pub paragraph: usize,
    /// White above it, and its own height, in points.
    space: f32,
    height: f32,
    /// Whether it must not be the last of a page.
    glued: bool,
}

/// The sheet on paper.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layout {
    /// The size of running text, in points.
    pub size: f32,
    /// At least one page, each with its lines from top to bottom.
    pub pages: Vec<Vec<Line>>,
}

/// The blocks on one page in the largest type that allows it, or in large type on as many as it takes.
pub(super) fn lay_out(blocks: &[Block]) -> Layout {
    let at = |size: f32| Layout { size, pages: paginate(lines(blocks, size)) };
    SIZES.into_iter().map(at).find(|layout| layout.pages.len() == 1).unwrap_or_else(|| at(LARGE))
}

/// A text in letters that the font has; the others, which go into `missing`, show as U+FFFD.
pub(super) fn drawable(text: &str, missing: &mut BTreeSet<char>) -> String {
    let shown = |c: char| {
        if face(Weight::Regular).font.charmap().map(c).is_some() {
            c
        } else {
            missing.insert(c);
            crate::domain::text::REMOVED
        }
    };
    text.nfc().map(shown).collect()
}

fn lines(blocks: &[Block], size: f32) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut after_heading = false;
    for (block, content) in blocks.iter().enumerate() {
        let mut paragraphs = Paragraphs { lines: &mut lines, block, next: 0, label: None, indent: 0.0 };
        match content {
            Block::Title(said) => paragraphs.put(said, Weight::Bold, size * 1.7, 0.0),
            Block::Heading(said) => paragraphs.put(said, Weight::Bold, size * 1.2, size * 0.85),
            Block::Strong(said) => paragraphs.put(said, Weight::Bold, size, size * 0.2),
            Block::Text(said) => paragraphs.put(said, Weight::Regular, size, size * 0.2),
            Block::Item(item) => item_lines(&mut paragraphs, item, size, after_heading),
        }
        after_heading = matches!(content, Block::Heading(_));
        // A heading is never the last of a page, and an item is not torn apart.
        let first = lines.iter().rposition(|line| line.block != block).map_or(0, |last| last + 1);
        for line in &mut lines[first..] {
            line.glued = true;
        }
        if let (Some(last), false) = (lines.last_mut(), after_heading) {
            last.glued = false;
        }
    }
    lines
}

fn item_lines(paragraphs: &mut Paragraphs<'_>, item: &Item, size: f32, after_heading: bool) {
    let label = item.number.map_or("•".to_owned(), |number| format!("{number}."));
    paragraphs.indent = size * if item.number.is_some_and(|number| number > 9) { 1.8 } else { 1.3 };
    paragraphs.label = Some(Run { x: MARGIN, text: label, weight: Weight::Regular, size });
    let mut space = if item.name.is_some() && !after_heading { size * 0.45 } else { size * 0.2 };
    if let Some(name) = &item.name {
        paragraphs.put(name, Weight::Bold, size, space);
        space = 0.0;
    }
    for said in &item.lines {
        paragraphs.put(said, Weight::Regular, size, space);
        space = 0.0;
    }
}

/// The paragraphs of one block, one after the other.
struct Paragraphs<'a> {
    lines: &'a mut Vec<Line>,
    block: usize,
    next: usize,
    label: Option<Run>,
    indent: f32,
}

impl Paragraphs<'_> {
    fn put(&mut self, text: &str, weight: Weight, size: f32, space: f32) {
        let room = PAGE.0 - 2.0 * MARGIN - self.indent;
        let broken = wrap(text, &room, |part| width(part, weight, size));
        let count = broken.len();
        for (at, mut text) in broken.into_iter().enumerate() {
            if at + 1 < count {
                text.push(' ');
            }
            self.lines.push(Line {
                y: 0.0,
                run: Run { x: MARGIN + self.indent, text, weight, size },
                label: self.label.take(),
                block: self.block,
                paragraph: self.next,
                space: if at == 0 { space } else { 0.0 },
                height: size * LEADING,
                glued: false,
            });
        }
        self.next += 1;
    }
}

/// The lines with their places, on as many pages as they need.
fn paginate(lines: Vec<Line>) -> Vec<Vec<Line>> {
    let bottom = PAGE.1 - MARGIN;
    let mut pages: Vec<Vec<Line>> = vec![Vec::new()];
    let mut top = MARGIN;
    // How much room each line needs together with those that hang on it.
    let mut needs: Vec<f32> = lines.iter().map(|line| line.space + line.height).collect();
    for at in (1..lines.len()).rev() {
        if lines[at - 1].glued {
            needs[at - 1] += needs[at];
        }
    }
    let mut torn = false;
    for (mut line, need) in lines.into_iter().zip(needs) {
        let needed = if torn || need > bottom - MARGIN { line.space + line.height } else { need };
        torn = line.glued && (torn || need > bottom - MARGIN);
        if top + needed > bottom && top > MARGIN {
            pages.push(Vec::new());
            top = MARGIN;
        }
        if top > MARGIN {
            top += line.space;
        }
        // The font's ascender is taller than its letters: the baseline stands where the letters sit in the line.
        line.y = top + line.run.size;
        top += line.height;
        if let Some(page) = pages.last_mut() {
            page.push(line);
        }
    }
    pages
}

/// How wide a text is drawn, in points.
pub(super) fn width(text: &str, weight: Weight, size: f32) -> f32 {
    letters(text, weight).map(|(_, _, advance)| advance * size).sum()
}

/// Each character's byte offset, shape, and how far the next stands behind it, in type sizes.
///
/// One shape for each character is enough for composed text of the alphabets that the fonts have; what would need more
/// is not [`drawable`].
pub(super) fn letters(text: &str, weight: Weight) -> impl Iterator<Item = (usize, GlyphId, f32)> {
    let face = face(weight);
    text.char_indices().map(move |(at, c)| {
        let shape = face.font.charmap().map(c).unwrap_or_default();
        (at, shape, face.metrics.advance_width(shape).unwrap_or(0.0))
    })
}

/// A font, and how wide its letters are in type sizes.
struct Face {
    font: FontRef<'static>,
    metrics: GlyphMetrics<'static>,
}

fn face(weight: Weight) -> &'static Face {
    #[expect(clippy::expect_used, reason = "embedded at build time, and every test of the sheet reads it")]
    fn read(font: &'static [u8]) -> Face {
        let font = FontRef::new(font).expect("the font is well formed");
        Face { metrics: font.glyph_metrics(Size::new(1.0), LocationRef::default()), font }
    }
    static FACES: LazyLock<[Face; 2]> = LazyLock::new(|| [read(REGULAR), read(BOLD)]);
    match weight {
        Weight::Regular => &FACES[0],
        Weight::Bold => &FACES[1],
    }
}
