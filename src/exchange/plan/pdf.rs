//! The plan as PDF: A4, large type, tagged so that a screen reader knows headings and lists (PDF/UA-1).
//!
//! The same sheet gives the same bytes; no time stands in it but the day that is on the sheet.

use crate::exchange::plan::layout::{
    BOLD, Layout, Line, MARGIN, PAGE, REGULAR, Run, Weight, drawable, lay_out, letters, width,
};
use crate::exchange::plan::{Block, Item, PlanSheet};
use jiff::civil::Date;
use krilla::color::rgb;
use krilla::configure::{Configuration, Validator};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{
    ArtifactType, ContentTag, Identifier, ListNumbering, SpanTag, Tag, TagGroup, TagKind, TagTree,
};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU16;

/// The plan as a PDF file.
#[derive(Clone, Debug, PartialEq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has; one, unless the plan is unusually long.
    pub pages: usize,
    /// The size of running text, in points: 14–18.
    pub points: f32,
    /// Characters that the font has not, such as those of the Arabic or Bengali script; they show as `�`. Where there
    /// are any, the text form serves better.
    pub not_shown: BTreeSet<char>,
}

/// Why there is no PDF.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// The library refused what it was given.
    #[error("The plan could not be made into a PDF: {0}. Nothing is lost. Print it as text instead.")]
    NotMade(String),
}

/// What the page says below its text where it goes on.
const MORE: &str = "More on the next page";
/// The size of that, in points.
const FOOT: f32 = 14.0;

/// The plan as PDF, on one A4 page where 14 point type or larger allows it.
///
/// # Errors
/// [`PdfError::NotMade`], which no text that was given is known to cause.
pub fn pdf(sheet: &PlanSheet) -> Result<Pdf, PdfError> {
    let mut not_shown = BTreeSet::new();
    let blocks: Vec<Block> = sheet.blocks().into_iter().map(|block| block.drawable(&mut not_shown)).collect();
    let layout = lay_out(&blocks);
    let bytes = write(&blocks, &layout, sheet.made_on)?;
    Ok(Pdf { bytes, pages: layout.pages.len(), points: layout.size, not_shown })
}

impl Block {
    pub(super) fn drawable(self, missing: &mut BTreeSet<char>) -> Self {
        let mut shown = |text: String| drawable(&text, missing);
        match self {
            Self::Title(said) => Self::Title(shown(said)),
            Self::Heading(said) => Self::Heading(said),
            Self::Strong(said) => Self::Strong(shown(said)),
            Self::Text(said) => Self::Text(shown(said)),
            Self::Item(item) => Self::Item(Item {
                number: item.number,
                name: item.name.map(&mut shown),
                lines: item.lines.into_iter().map(shown).collect(),
            }),
        }
    }
}

fn write(blocks: &[Block], layout: &Layout, made_on: Date) -> Result<Vec<u8>, PdfError> {
    let failed = |what: &str| PdfError::NotMade(what.to_owned());
    let font =
        |bytes: &'static [u8]| Font::new(bytes.into(), 0).ok_or_else(|| failed("its font cannot be read"));
    let pen = Pen { regular: font(REGULAR)?, bold: font(BOLD)? };
    let mut document = Document::new_with(SerializeSettings {
        configuration: Configuration::new_with_validator(Validator::UA1),
        ..SerializeSettings::default()
    });
    let mut marks = Marks::new();
    let mut outline = Outline::new();
    let count = layout.pages.len();
    for (number, lines) in layout.pages.iter().enumerate() {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| failed("the page has no size"))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        surface.set_fill(Some(Fill { paint: rgb::Color::black().into(), ..Fill::default() }));
        for line in lines {
            // A heading of several lines stands in the outline once, with its first.
            if !marks.contains_key(&(line.block, Some(0))) {
                mark_in_outline(&mut outline, &blocks[line.block], line, number);
            }
            pen.line(&mut surface, line, &mut marks);
        }
        if count > 1 {
            pen.foot(&mut surface, number + 1, count);
        }
        surface.finish();
        page.finish();
    }
    document.set_metadata(metadata(made_on));
    document.set_outline(outline);
    document.set_tag_tree(tags(blocks, &mut marks));
    document.finish().map_err(|error| PdfError::NotMade(format!("{error:?}")))
}

/// The title says no name: it shows in print queues and windows.
fn metadata(made_on: Date) -> Metadata {
    let metadata = Metadata::new().title("Your plan".to_owned()).language("en-GB".to_owned());
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    match u16::try_from(made_on.year()) {
        Ok(year) => {
            metadata.creation_date(DateTime::new(year).month(part(made_on.month())).day(part(made_on.day())))
        }
        Err(_) => metadata,
    }
}

fn mark_in_outline(outline: &mut Outline, block: &Block, line: &Line, page: usize) {
    let said = match block {
        Block::Title(said) => said.clone(),
        Block::Heading(said) => (*said).to_owned(),
        _ => return,
    };
    let top = Point::from_xy(MARGIN, line.y - line.run.size);
    outline.push_child(OutlineNode::new(said, XyzDestination::new(page, top)));
}

/// What was drawn, by block, and there by paragraph; the label of an item is in front of them.
type Marks = BTreeMap<(usize, Option<usize>), Vec<Identifier>>;

/// Draws with the fonts of one document.
struct Pen {
    regular: Font,
    bold: Font,
}

impl Pen {
    fn line(&self, surface: &mut Surface<'_>, line: &Line, marks: &mut Marks) {
        let runs = [(line.label.as_ref(), None), (Some(&line.run), Some(line.paragraph))];
        for (run, part) in runs {
            if let Some(run) = run.filter(|run| !run.text.is_empty()) {
                let mark = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
                self.run(surface, run, line.y);
                surface.end_tagged();
                marks.entry((line.block, part)).or_default().push(mark);
            }
        }
    }

    fn foot(&self, surface: &mut Surface<'_>, number: usize, count: usize) {
        let mut said = format!("Page {number} of {count}");
        if number < count {
            said = format!("{MORE}. {said}");
        }
        let x = PAGE.0 - MARGIN - width(&said, Weight::Regular, FOOT);
        let _ = surface.start_tagged(ContentTag::Artifact(ArtifactType::Footer));
        self.run(
            surface,
            &Run { x, text: said, weight: Weight::Regular, size: FOOT },
            PAGE.1 - MARGIN * 0.55,
        );
        surface.end_tagged();
    }

    fn run(&self, surface: &mut Surface<'_>, run: &Run, y: f32) {
        let font = match run.weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        };
        let start = Point::from_xy(run.x, y);
        let ends = run.text.char_indices().map(|(at, c)| at + c.len_utf8());
        let glyphs: Vec<KrillaGlyph> = letters(&run.text, run.weight)
            .zip(ends)
            .map(|((at, shape, advance), end)| {
                KrillaGlyph::new(GlyphId::new(shape.to_u32()), advance, 0.0, 0.0, 0.0, at..end, None)
            })
            .collect();
        surface.draw_glyphs(start, &glyphs, font.clone(), &run.text, run.size, false);
    }
}

/// What is a heading, a paragraph, a list: in the order in which it is read.
fn tags(blocks: &[Block], marks: &mut Marks) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some("en-GB".to_owned()));
    let mut list: Option<TagGroup> = None;
    for (at, block) in blocks.iter().enumerate() {
        let Block::Item(item) = block else {
            tree_push(&mut tree, list.take());
            let tag = match block {
                Block::Title(said) => heading(1, said),
                Block::Heading(said) => heading(2, said),
                _ => Tag::P.into(),
            };
            tree_push(&mut tree, group(tag, marks, at, Some(0)));
            continue;
        };
        let mut body = TagGroup::new(Tag::LBody);
        for paragraph in 0..=item.lines.len() {
            if let Some(group) = group(Tag::P.into(), marks, at, Some(paragraph)) {
                body.push(group);
            }
        }
        let mut entry = TagGroup::new(Tag::LI);
        if let Some(label) = group(Tag::Lbl.into(), marks, at, None) {
            entry.push(label);
        }
        entry.push(body);
        let numbering = if item.number.is_some() { ListNumbering::Decimal } else { ListNumbering::Disc };
        list.get_or_insert_with(|| TagGroup::new(Tag::L(numbering))).push(entry);
    }
    tree_push(&mut tree, list);
    tree
}

fn tree_push(tree: &mut TagTree, group: Option<TagGroup>) {
    if let Some(group) = group {
        tree.push(group);
    }
}

/// What was drawn of one paragraph, under its tag; nothing where nothing was drawn.
fn group(tag: TagKind, marks: &mut Marks, block: usize, part: Option<usize>) -> Option<TagGroup> {
    let drawn = marks.remove(&(block, part))?;
    let mut group = TagGroup::new(tag);
    for mark in drawn {
        group.push(mark);
    }
    Some(group)
}

fn heading(level: u16, said: &str) -> TagKind {
    let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
    Tag::Hn(level, Some(said.to_owned())).into()
}
