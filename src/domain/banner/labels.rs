//! The labels of clinical systems' banners, and where they stand in one.

/// What a label stands before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Name,
    Born,
    NhsNumber,
    Gender,
    Address,
    Postcode,
    Phone,
    /// Something that we do not take, and that ends what stands before it.
    Other,
}

/// A label in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub field: Field,
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where its value begins.
    pub end: usize,
}

/// Whether a label is one without a colon behind it, a digit, or a column of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    Nothing,
    /// A word that may also stand in a name or an address.
    Colon,
}

/// Labels, the longer before the shorter that it begins with; compared without case and full stops.
const LABELS: [(&str, Field, Needs); 51] = [
    ("patient name", Field::Name, Needs::Nothing),
    ("full name", Field::Name, Needs::Nothing),
    ("name", Field::Name, Needs::Colon),
    ("patient", Field::Name, Needs::Colon),
    ("date of birth", Field::Born, Needs::Nothing),
    ("birth date", Field::Born, Needs::Nothing),
    ("born", Field::Born, Needs::Colon),
    ("dob", Field::Born, Needs::Nothing),
    ("nhs number", Field::NhsNumber, Needs::Nothing),
    ("nhs num", Field::NhsNumber, Needs::Nothing),
    ("nhs no", Field::NhsNumber, Needs::Nothing),
    ("nhs", Field::NhsNumber, Needs::Colon),
    ("gender", Field::Gender, Needs::Nothing),
    ("sex", Field::Gender, Needs::Nothing),
    ("home address", Field::Address, Needs::Nothing),
    ("usual address", Field::Address, Needs::Nothing),
    ("address", Field::Address, Needs::Nothing),
    ("addr", Field::Address, Needs::Nothing),
    ("postcode", Field::Postcode, Needs::Nothing),
    ("post code", Field::Postcode, Needs::Nothing),
    ("home telephone", Field::Phone, Needs::Nothing),
    ("home phone", Field::Phone, Needs::Nothing),
    ("home tel", Field::Phone, Needs::Nothing),
    ("home", Field::Phone, Needs::Colon),
    ("work telephone", Field::Phone, Needs::Nothing),
    ("work phone", Field::Phone, Needs::Nothing),
    ("work tel", Field::Phone, Needs::Nothing),
    ("work", Field::Phone, Needs::Colon),
    ("mobile telephone", Field::Phone, Needs::Nothing),
    ("mobile phone", Field::Phone, Needs::Nothing),
    ("mobile", Field::Phone, Needs::Nothing),
    ("mob", Field::Phone, Needs::Nothing),
    ("telephone", Field::Phone, Needs::Nothing),
    ("tel no", Field::Phone, Needs::Nothing),
    ("tel", Field::Phone, Needs::Nothing),
    ("phone", Field::Phone, Needs::Nothing),
    ("preferred contact", Field::Phone, Needs::Nothing),
    ("usual gp", Field::Other, Needs::Nothing),
    ("registered gp", Field::Other, Needs::Nothing),
    ("gp", Field::Other, Needs::Colon),
    ("email", Field::Other, Needs::Nothing),
    ("e-mail", Field::Other, Needs::Nothing),
    ("age", Field::Other, Needs::Colon),
    ("title", Field::Other, Needs::Colon),
    ("hospital no", Field::Other, Needs::Nothing),
    ("emis no", Field::Other, Needs::Nothing),
    ("ethnicity", Field::Other, Needs::Nothing),
    ("registration", Field::Other, Needs::Colon),
    ("status", Field::Other, Needs::Colon),
    ("next of kin", Field::Other, Needs::Nothing),
    ("language", Field::Other, Needs::Colon),
];

/// The labels of a text, in their order.
pub(super) fn find(text: &str) -> Vec<Label> {
    let mut labels = Vec::new();
    let mut past = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let begins = c.is_alphabetic() && !before.is_alphanumeric() && !matches!(before, '-' | '\'' | '@');
        before = c;
        if at < past || !begins {
            continue;
        }
        if let Some((field, length)) = label_at(&text[at..]) {
            past = at + length;
            labels.push(Label { field, start: at, end: past });
        }
    }
    labels
}

/// The label that a text begins with, and its length.
fn label_at(text: &str) -> Option<(Field, usize)> {
    LABELS.iter().find_map(|&(label, field, needs)| {
        let length = matched(text, label)?;
        let rest = &text[length..];
        if rest.starts_with(char::is_alphanumeric) {
            return None;
        }
        let marked = rest.trim_start_matches(' ').starts_with([':', '|', '\n'])
            || (field != Field::Other
                && rest.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '+'));
        (needs == Needs::Nothing || marked).then_some((field, length))
    })
}

/// How much of a text a label takes, full stops passed over (`D.O.B.`, `NHS No.`); nothing where it is not there.
fn matched(text: &str, label: &str) -> Option<usize> {
    let mut wanted = label.chars().peekable();
    let mut end = 0;
    for (at, c) in text.char_indices() {
        match wanted.peek() {
            Some(w) if c.to_ascii_lowercase() == *w => {
                wanted.next();
            }
            _ if c == '.' && end > 0 => {}
            Some(_) => return None,
            None => break,
        }
        end = at + c.len_utf8();
    }
    wanted.peek().is_none().then_some(end)
}
