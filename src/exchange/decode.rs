//! From bytes to text: which encoding a file is in, and what it is if it is none of ours.

use super::Unreadable;
use std::borrow::Cow;

/// A file's text.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    /// All of it, without a byte order mark.
    pub text: Cow<'a, str>,
    /// What was doubtful.
    pub warnings: Vec<String>,
}

impl Decoded<'_> {
    /// Whether it begins as JSON does.
    pub fn is_json(&self) -> bool {
        self.text.trim_start().starts_with(['{', '['])
    }
}

/// UTF-8 with or without mark, UTF-16 with mark, else Windows-1252 (what Excel saves in the UK).
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Unreadable> {
    recognise(bytes)?;
    let decoded = match bytes {
        [0xFF, 0xFE, rest @ ..] => decode_utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => decode_utf16(rest, u16::from_be_bytes),
        _ => decode_bytes(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)),
    };
    let text = decoded.text.trim_start();
    if text.is_empty() {
        return Err(Unreadable::Empty);
    }
    if text.starts_with('<') {
        return Err(Unreadable::Other {
            what: "a web page (or XML)",
            hint: "download the data itself, not the page that shows it",
        });
    }
    Ok(decoded)
}

/// Refuses what begins as another kind of file does.
pub(super) fn recognise(bytes: &[u8]) -> Result<(), Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    let known: [(&[u8], &str, &str); 5] = [
        (b"PK\x03\x04", "an Excel workbook or a ZIP archive", "save the sheet as CSV UTF-8, or unpack it"),
        (b"\xD0\xCF\x11\xE0", "an old Excel workbook", "save the sheet as CSV UTF-8"),
        (b"%PDF", "a PDF", "ask the publisher for the data as CSV"),
        (b"\x1F\x8B", "a gzip archive", "unpack it first"),
        (b"SQLite format 3", "a database", "export the table as CSV"),
    ];
    if let Some((_, what, hint)) = known.into_iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Err(Unreadable::Other { what, hint });
    }
    let is_utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    if !is_utf16 && bytes.iter().take(8192).any(|&byte| byte == 0) {
        return Err(Unreadable::Other { what: "a binary file", hint: "export the table as CSV" });
    }
    Ok(())
}

fn decode_utf16<'a>(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded<'a> {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Decoded { text: text.into(), warnings: vec![] }
}

fn decode_bytes(bytes: &[u8]) -> Decoded<'_> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: text.into(), warnings: vec![] };
    }
    let (good, bad) = bytes.utf8_chunks().fold((0, 0), |(good, bad), chunk| {
        let wide = chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        (good + wide, bad + usize::from(!chunk.invalid().is_empty()))
    });
    // A few stray bytes in a UTF-8 file must not turn all its pound signs and quotes into nonsense.
    if good > bad {
        let warning = format!("{bad} characters are not valid UTF-8 and stand as \u{FFFD}");
        return Decoded { text: String::from_utf8_lossy(bytes), warnings: vec![warning] };
    }
    let text: String = bytes.iter().map(|&byte| windows_1252(byte)).collect();
    let warning = "the file is not UTF-8; it was read as Windows-1252 (Excel's plain CSV)".to_owned();
    Decoded { text: text.into(), warnings: vec![warning] }
}

/// Source: the WHATWG Encoding Standard's index of windows-1252; its five gaps stand as U+FFFD.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{FFFD}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{FFFD}', 'Ž', '\u{FFFD}',
        '\u{FFFD}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{FFFD}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}
