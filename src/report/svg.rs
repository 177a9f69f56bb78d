//! A plot for the browser and for paper, as SVG inside the page.
//!
//! Parts differ by pattern and by words, colour only helps. Colours and patterns are the page's (`page.css`,
//! [`patterns`]). Drawn here and not by a library of plots: those that write SVG have no patterns, no titles for
//! screen readers, and colours that do not follow the page into the dark or onto paper.

use crate::report::shape::{Drawn, Kind, Place, Shape};
use maud::{Markup, html};

/// How many patterns there are; further series begin again.
const PATTERNS: usize = 6;

/// Sizes, in units of the drawing; the page scales it to its own width.
const WIDTH: f64 = 760.0;
const LABELS: f64 = 210.0;
const NUMBERS: f64 = 110.0;
const BAR: f64 = 16.0;
const STEP: f64 = 26.0;
const LEGEND: f64 = 24.0;
/// Of one letter of a label, on the average.
const LETTER: f64 = 7.0;

/// The patterns that plots fill with: once a page.
pub fn patterns() -> Markup {
    html! {
        svg class="patterns" width="0" height="0" aria-hidden="true" {
            defs {
                @for at in 0..PATTERNS {
                    pattern id={ "p" (at) } width="8" height="8" patternUnits="userSpaceOnUse" {
                        rect class={ "s" (at) } width="8" height="8" {}
                        @match at {
                            1 => path class="ink" d="M-2 2 L2 -2 M0 8 L8 0 M6 10 L10 6" {},
                            2 => { circle class="dot" cx="2" cy="2" r="1.4" {} circle class="dot" cx="6" cy="6" r="1.4" {} },
                            3 => path class="ink" d="M0 2 H8 M0 6 H8" {},
                            4 => path class="ink" d="M0 0 L8 8 M8 0 L0 8" {},
                            5 => path class="ink" d="M2 0 V8 M6 0 V8" {},
                            _ => {},
                        }
                    }
                }
            }
        }
    }
}

/// A plot; its title and description carry the id with `-t` and `-d` behind it.
pub fn plot(shape: &Shape, title: &str, id: &str) -> Markup {
    let legend = legend(shape);
    let top = legend.height;
    let (body, height) = match shape.kind {
        Kind::Bars | Kind::Stacked => bars(shape, top),
        Kind::Lines => lines(shape, top),
    };
    html! {
        svg class="plot" role="img" aria-labelledby={ (id) "-t " (id) "-d" } viewBox={ "0 0 " (WIDTH) " " (height) } {
            title id={ (id) "-t" } { (title) }
            desc id={ (id) "-d" } { (shape.said()) }
            (legend.drawn)
            (body)
        }
    }
}

struct Legend {
    drawn: Markup,
    height: f64,
}

fn legend(shape: &Shape) -> Legend {
    if shape.series.len() < 2 && shape.mark.is_none() {
        return Legend { drawn: html! {}, height: 4.0 };
    }
    let names =
        shape.series.iter().map(|name| (name, false)).chain(shape.mark.iter().map(|name| (name, true)));
    let (mut x, mut y, mut places) = (0.0, 12.0, vec![]);
    for (at, (name, is_mark)) in names.enumerate() {
        let wide = 42.0 + length(name) * LETTER;
        if x > 0.0 && x + wide > WIDTH {
            (x, y) = (0.0, y + LEGEND);
        }
        places.push((at, name, is_mark, x, y));
        x += wide;
    }
    let drawn = html! {
        @for (at, name, is_mark, x, y) in places {
            @if is_mark {
                line class="mark" x1={ (x + 8.0) } x2={ (x + 8.0) } y1={ (y - 9.0) } y2={ (y + 7.0) } {}
            } @else if shape.kind == Kind::Lines {
                (stroke(at, &format!("M{x} {y} h20")))
                (dot(at, x + 10.0, y))
            } @else {
                rect class="bar" x={ (x) } y={ (y - 7.0) } width="14" height="14" fill={ "url(#p" (at % PATTERNS) ")" } {}
            }
            text x={ (x + if shape.kind == Kind::Lines { 26.0 } else { 20.0 }) } y={ (y + 4.0) } { (name) }
        }
    };
    Legend { drawn, height: y + LEGEND }
}

fn bars(shape: &Shape, top: f64) -> (Markup, f64) {
    let many = if shape.kind == Kind::Stacked { 1 } else { shape.series.len() };
    let step = STEP + BAR * number(many - 1);
    let height = top + step * number(shape.places.len());
    let drawn = html! {
        @for (at, place) in shape.places.iter().enumerate() {
            @let y = top + step * number(at);
            text class="label" x={ (LABELS - 10.0) } y={ (y + BAR * number(many) / 2.0 + 5.0) } { (short(&place.label)) }
            @if shape.kind == Kind::Stacked {
                (stack(shape, place, y))
            } @else {
                @for (series, value) in place.values.iter().enumerate() {
                    (bar(shape, place, value, series, y + BAR * number(series)))
                }
            }
            @if let Some(mark) = place.mark.as_ref().and_then(Drawn::size) {
                @let x = round(LABELS + reach(shape, mark));
                line class="mark" x1={ (x) } x2={ (x) } y1={ (y - 3.0) } y2={ (y + BAR + 3.0) } {}
            }
        }
        line class="axis" x1={ (LABELS) } x2={ (LABELS) } y1={ (top - 4.0) } y2={ (height - 4.0) } {}
    };
    (drawn, height)
}

fn bar(shape: &Shape, place: &Place, value: &Drawn, series: usize, y: f64) -> Markup {
    let length = value.size().map_or(0.0, |size| reach(shape, size));
    // The number stands behind the bar, and behind the mark where that is near.
    let mark = place.mark.as_ref().and_then(Drawn::size).map_or(0.0, |mark| reach(shape, mark));
    let behind = if mark > length { mark } else { length };
    html! {
        @if length > 0.0 {
            rect class="bar" x={ (LABELS) } y={ (round(y)) } width={ (round(length)) } height={ (BAR - 1.0) }
                fill={ "url(#p" (series % PATTERNS) ")" } {}
        }
        text x={ (round(LABELS + behind + 6.0)) } y={ (round(y + 12.5)) } {
            (said(value))
            @if let Some(mark) = &place.mark { " of " (mark.said()) }
        }
    }
}

fn stack(shape: &Shape, place: &Place, y: f64) -> Markup {
    let mut x = LABELS;
    let mut parts = vec![];
    for (series, value) in place.values.iter().enumerate() {
        if let Some(size) = value.size().filter(|size| *size > 0.0) {
            parts.push((series, x, reach(shape, size)));
            x += reach(shape, size);
        }
    }
    let said: Vec<&str> = place.values.iter().map(Drawn::said).collect();
    let said = if said.iter().all(|one| *one == "0") { "0".to_owned() } else { said.join(" + ") };
    html! {
        @for (series, x, wide) in parts {
            rect class="bar" x={ (round(x)) } y={ (y) } width={ (round(wide)) } height={ (BAR - 1.0) }
                fill={ "url(#p" (series % PATTERNS) ")" } {}
        }
        text x={ (round(x + 6.0)) } y={ (y + 12.5) } { (said) }
    }
}

fn lines(shape: &Shape, top: f64) -> (Markup, f64) {
    const LEFT: f64 = 44.0;
    const HIGH: f64 = 200.0;
    let bottom = top + HIGH;
    let apart = (WIDTH - LEFT - 36.0) / number(shape.places.len().max(2) - 1);
    let x = |at: usize| round(LEFT + 8.0 + apart * number(at));
    let most = rounded_up(shape.most);
    let y = |size: f64| round(bottom - size / most * (HIGH - 14.0));
    // As many labels as there is room for: each, or every second, third and so on.
    let widest = shape.places.iter().map(|place| place.label.chars().count()).max().unwrap_or(1);
    let every =
        (1..shape.places.len()).find(|every| number(*every) * apart >= number(widest) * LETTER + 14.0);
    let every = every.unwrap_or(usize::MAX);
    let drawn = html! {
        @for share in [0.0, 0.5, 1.0] {
            @let size = most * share;
            line class="grid" x1={ (LEFT) } x2={ (WIDTH) } y1={ (y(size)) } y2={ (y(size)) } {}
            text class="label" x={ (LEFT - 6.0) } y={ (y(size) + 4.0) } { (tick(size)) }
        }
        @for (at, place) in shape.places.iter().enumerate().filter(|(at, _)| at % every == 0) {
            text class="under" x={ (x(at)) } y={ (bottom + 18.0) } { (place.label) }
        }
        @for series in 0..shape.series.len() {
            (stroke(series, &path(shape, series, &x, &y)))
            @for (at, place) in shape.places.iter().enumerate() {
                @match place.values.get(series) {
                    Some(Drawn::Value(size, _)) => (dot(series, x(at), y(*size))),
                    Some(Drawn::Hidden) => text class="under" x={ (x(at)) } y={ (bottom - 2.0) } { "*" },
                    Some(Drawn::Nothing) | None => {},
                }
            }
        }
    };
    (drawn, bottom + 26.0)
}

/// A line through the values that are shown; it is broken where one is not.
fn path(shape: &Shape, series: usize, x: &dyn Fn(usize) -> f64, y: &dyn Fn(f64) -> f64) -> String {
    let points = shape
        .places
        .iter()
        .enumerate()
        .map(|(at, place)| place.values.get(series).and_then(Drawn::size).map(|size| (x(at), y(size))));
    let mut pen = 'M';
    let steps = points.map(|point| {
        let step = point.map_or_else(String::new, |(x, y)| format!("{pen}{x} {y}"));
        pen = if point.is_some() { 'L' } else { 'M' };
        step
    });
    steps.collect()
}

fn stroke(series: usize, path: &str) -> Markup {
    let dashes = ["none", "8 4", "2 3", "12 4 2 4", "5 5", "1 4"];
    html! { path class={ "line l" (series % PATTERNS) } "stroke-dasharray"=(dashes[series % PATTERNS]) d=(path) {} }
}

/// A point of a line, of a form of its own.
fn dot(series: usize, x: f64, y: f64) -> Markup {
    let class = format!("s{}", series % PATTERNS);
    let form = match series % 4 {
        0 => return html! { circle class=(class) cx=(x) cy=(y) r="4" {} },
        1 => "m-4 -4 h8 v8 h-8 z",
        2 => "m0 -5 l5 9 h-10 z",
        _ => "m0 -5 l5 5 l-5 5 l-5 -5 z",
    };
    html! { path class=(class) d={ "M" (x) " " (y) " " (form) } {} }
}

fn said(value: &Drawn) -> &str {
    if let Drawn::Hidden = value { "* hidden" } else { value.said() }
}

/// How far a value reaches.
fn reach(shape: &Shape, size: f64) -> f64 {
    size / shape.most * (WIDTH - LABELS - NUMBERS)
}

/// The end of an axis: a round number whose half is round as well.
fn rounded_up(most: f64) -> f64 {
    let power = 10_f64.powf(most.max(1.0).log10().floor());
    [2.0, 4.0, 6.0, 8.0, 10.0].map(|steps| steps * power).into_iter().find(|end| *end >= most).unwrap_or(most)
}

fn tick(size: f64) -> String {
    if size.fract() == 0.0 { format!("{size:.0}") } else { format!("{size:.1}") }
}

/// A label that fits in front of a bar; the whole of it is in the table and in the description.
fn short(label: &str) -> String {
    const LETTERS: usize = 28;
    if label.chars().count() <= LETTERS {
        return label.to_owned();
    }
    let cut: String = label.chars().take(LETTERS - 1).collect();
    format!("{}…", cut.trim_end())
}

/// To a tenth of a unit: finer is not seen, and makes a page larger.
fn round(at: f64) -> f64 {
    (at * 10.0).round() / 10.0
}

fn length(text: &str) -> f64 {
    number(text.chars().count())
}

#[expect(clippy::cast_precision_loss, reason = "a place on a page")]
fn number(count: usize) -> f64 {
    count as f64
}
