//! Published texts made readable: HTML to plain text, and formatting marks that carry nothing taken out.

use html2text::render::TextDecorator;
use std::borrow::Cow;

/// The most of one HTML text that is looked at, in bytes, once embedded images are out of it.
const LIMIT: usize = 256 * 1024;
/// How deep elements may be nested. Beyond it tags are cut out instead, since rendering would take too long.
const DEPTH: usize = 100;
/// Lines are folded on screen, not here.
const WIDTH: usize = 1_000_000;

/// A published text as plain text of several lines: HTML rendered, entities resolved, formatting marks out.
pub(super) fn plain(text: &str) -> String {
    let text = if looks_like_html(text) { render(text) } else { text.to_owned() };
    unmark(&text).into_owned()
}

/// Takes out what word processors and web editors leave behind and nobody sees (soft hyphens, zero-width marks,
/// emoji selectors), and gives Word's private bullets a face. What would deceive stays for the boundary to show.
pub(super) fn unmark(text: &str) -> Cow<'_, str> {
    let is_mark = |c| matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}');
    let is_bullet = |c| matches!(c, '\u{F0A7}' | '\u{F0B7}');
    let is_break = |c| matches!(c, '\u{2028}' | '\u{2029}');
    if !text.contains(|c| is_mark(c) || is_bullet(c) || is_break(c)) {
        return Cow::Borrowed(text);
    }
    let keep = text.chars().filter(|&c| !is_mark(c));
    keep.map(|c| {
        if is_bullet(c) {
            '•'
        } else if is_break(c) {
            '\n'
        } else {
            c
        }
    })
    .collect()
}

/// Whether a text has a tag or an entity in it: `ages <5` and `R&B` have not.
fn looks_like_html(text: &str) -> bool {
    let tag = text.split('<').skip(1).any(|after| {
        after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!')) && after.contains('>')
    });
    tag || text.split('&').skip(1).any(|after| {
        after.split_once(';').is_some_and(|(name, _)| {
            (2..=8).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
        })
    })
}

fn render(html: &str) -> String {
    let html = without_embedded_images(html);
    let mut end = html.len().min(LIMIT);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    // A line across is drawn as nothing, but it parts; spans of cells only cost time, up to minutes.
    let html = html[..end].replace("<hr", "<br><hr").replace("colspan", "span").replace("rowspan", "span");
    // The renderer drops control characters; they are to be seen to have been there, as in any other text.
    let html = html.replace(|c: char| c.is_control() && !c.is_whitespace(), "\u{FFFD}");
    let rendered = if depth(&html) > DEPTH {
        None
    } else {
        let config = html2text::config::with_decorator(Readable).raw_mode(true).allow_width_overflow();
        config.string_from_read(html.as_bytes(), WIDTH).ok()
    };
    rendered.unwrap_or_else(|| without_tags(&html))
}

/// `data:` addresses cut out: a picture of 145 KB in base64 says nothing in a terminal.
fn without_embedded_images(html: &str) -> Cow<'_, str> {
    if !html.contains("data:") {
        return Cow::Borrowed(html);
    }
    let mut parts = html.split("data:");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_address = part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.find([',', ' ', '<']).is_some_and(|at| part[..at].contains(";base64"));
        if is_address {
            let end = part.find(['"', '\'', '>', ' ', ')']).unwrap_or(part.len());
            out.push_str(&part[end..]);
        } else {
            out.push_str("data:");
            out.push_str(part);
        }
    }
    Cow::Owned(out)
}

/// How deep elements can be nested at most, going by their tags alone.
fn depth(html: &str) -> usize {
    // Those that are empty, or that end where the next one begins.
    const FLAT: [&str; 12] =
        ["br", "img", "hr", "input", "wbr", "col", "p", "li", "td", "th", "tr", "option"];
    let (mut now, mut most) = (0_usize, 0);
    for after in html.split('<').skip(1) {
        let is_end = after.starts_with('/');
        let name = after.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric);
        let name = name.take(10).collect::<String>().to_ascii_lowercase();
        if name.is_empty() || FLAT.contains(&name.as_str()) {
            continue;
        }
        now = if is_end { now.saturating_sub(1) } else { now + 1 };
        most = most.max(now);
    }
    most
}

/// The last resort: tags cut out, the common entities resolved.
fn without_tags(html: &str) -> String {
    let mut parts = html.split('<');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push('\n');
        out.push_str(part.split_once('>').map_or("", |(_, text)| text));
    }
    for (entity, text) in [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
        out = out.replace(entity, text);
    }
    out
}

/// Words as they are, list items behind a dash, nothing else around them.
#[derive(Clone, Debug)]
struct Readable;

impl TextDecorator for Readable {
    type Annotation = ();

    fn decorate_link_start(&mut self, _url: &str) -> (String, ()) {
        (String::new(), ())
    }
    fn decorate_link_end(&mut self) -> String {
        String::new()
    }
    fn decorate_em_start(&self) -> (String, ()) {
        (String::new(), ())
    }
    fn decorate_em_end(&self) -> String {
        String::new()
    }
    fn decorate_strong_start(&self) -> (String, ()) {
        (String::new(), ())
    }
    fn decorate_strong_end(&self) -> String {
        String::new()
    }
    fn decorate_strikeout_start(&self) -> (String, ()) {
        (String::new(), ())
    }
    fn decorate_strikeout_end(&self) -> String {
        String::new()
    }
    fn decorate_code_start(&self) -> (String, ()) {
        (String::new(), ())
    }
    fn decorate_code_end(&self) -> String {
        String::new()
    }
    fn decorate_preformat_first(&self) {}
    fn decorate_preformat_cont(&self) {}
    fn decorate_image(&mut self, _src: &str, _title: &str) -> (String, ()) {
        (String::new(), ())
    }
    fn header_prefix(&self, _level: usize) -> String {
        String::new()
    }
    fn quote_prefix(&self) -> String {
        String::new()
    }
    fn unordered_item_prefix(&self) -> String {
        "- ".to_owned()
    }
    fn ordered_item_prefix(&self, _i: i64) -> String {
        "- ".to_owned()
    }
    fn decorate_superscript_start(&self) -> (String, ()) {
        (String::new(), ())
    }
    fn decorate_superscript_end(&self) -> String {
        String::new()
    }
    fn make_subblock_decorator(&self) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests {
    use super::plain;
    use rstest::rstest;

    #[rstest]
    #[case(
        "<p>Tea&nbsp;&amp; <b>cake</b></p><ul><li>Mondays</li><li>Fridays</li></ul>",
        "Tea\u{a0}& cake - Mondays - Fridays"
    )]
    #[case("See <a href=\"https://x.example\">our page</a>.", "See our page.")]
    #[case("for ages <5 & R&B lovers; all", "for ages <5 & R&B lovers; all")]
    #[case("Cost: &pound;3 on the 5<sup>th</sup>", "Cost: £3 on the 5th")]
    #[case("<img src=\"data:image/png;base64,AAAA\">Walks", "Walks")]
    #[case("Tea<hr>Talk", "Tea Talk")]
    #[case("w\u{200B}a\u{AD}lk \u{2764}\u{FE0F}", "walk \u{2764}")]
    fn a_published_text_becomes_readable(#[case] html: &str, #[case] text: &str) {
        let fold = |text: &str| text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(fold(&plain(html)), text);
    }

    #[test]
    fn a_page_nested_without_end_is_read_all_the_same() {
        let deep = format!("{}bottom{}", "<div>".repeat(40_000), "</div>".repeat(10));
        assert_eq!(plain(&deep).trim(), "bottom");
    }

    #[test]
    fn a_table_that_spans_more_than_there_is_takes_no_longer_than_others() {
        let row = "<tr><td rowspan=60000>tea</td><td colspan=1000>talk</td></tr>";
        let table = format!("<table>{}</table>", row.repeat(1000));
        assert_eq!(plain(&table).split_whitespace().count(), 2000);
    }
}
