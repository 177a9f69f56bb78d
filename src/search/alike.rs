//! The same person entered twice: the same number, or a name that sounds or looks alike with the same birth date.
//!
//! Says how two are alike; whether they are one person is for people to say.

use super::people::PatientEntry;
use super::text::words::words;
use jiff::civil::Date;
use rphonetic::{DoubleMetaphone, Encoder, Nysiis};
use std::collections::BTreeSet;

/// From here on two names look alike (Jaro-Winkler, 0 to 1): `Elis` and `Ellis` have 0.95, `Ellis` and `Evans` 0.55.
const LOOKS_ALIKE: f64 = 0.88;

/// Who somebody is, to compare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Person<'a> {
    /// Given names.
    pub given: &'a str,
    /// Family name.
    pub family: &'a str,
    /// Day of birth.
    pub born: Option<Date>,
    /// Ten digits; empty: not known.
    pub nhs_number: &'a str,
}

impl<'a> From<&'a PatientEntry> for Person<'a> {
    fn from(patient: &'a PatientEntry) -> Self {
        Self {
            given: &patient.given,
            family: &patient.family,
            born: patient.born,
            nhs_number: &patient.nhs_number,
        }
    }
}

/// How two people are alike; the earlier, the surer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alike {
    /// They have the same NHS number.
    Number,
    /// They have the same name and birth date.
    Same,
    /// Their names sound alike, and they have the same birth date.
    Sounds,
    /// Their names look alike, and they have the same birth date.
    Looks,
}

impl Alike {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Number => "same NHS number",
            Self::Same => "same name and birth date",
            Self::Sounds => "same birth date, sounds alike",
            Self::Looks => "same birth date, looks alike",
        }
    }
}

/// How two people are alike, if they are. Different numbers make two people, whatever else is alike: twins have
/// one birth date and names that parents chose to match.
pub fn alike(one: &Person<'_>, other: &Person<'_>) -> Option<Alike> {
    if !one.nhs_number.is_empty() && !other.nhs_number.is_empty() {
        return (one.nhs_number == other.nhs_number).then_some(Alike::Number);
    }
    if one.born.is_none() || one.born != other.born {
        return None;
    }
    let straight = names_alike((one.given, one.family), (other.given, other.family));
    // Names in the wrong fields.
    let crossed = names_alike((one.given, one.family), (other.family, other.given));
    straight.into_iter().chain(crossed).min()
}

/// Both names have to be alike, one missing given name apart; the less sure of the two counts.
fn names_alike(one: (&str, &str), other: (&str, &str)) -> Option<Alike> {
    let family = name_alike(one.1, other.1)?;
    if words(one.0, 3).is_empty() || words(other.0, 3).is_empty() {
        return Some(family.max(Alike::Looks));
    }
    Some(family.max(name_alike(one.0, other.0)?))
}

fn name_alike(one: &str, other: &str) -> Option<Alike> {
    let (one, other) = (words(one, 6), words(other, 6));
    let (whole, whole_other) = (one.concat(), other.concat());
    let (first, first_other) = (one.first()?, other.first()?);
    if whole == whole_other {
        return Some(Alike::Same);
    }
    let is_cut = |short: &String, long: &String| short.len() >= 3 && long.starts_with(short.as_str());
    let is_nickname = nicknames(first).contains(first_other);
    if first == first_other && one.len() != other.len() || is_nickname || sound_alike(&whole, &whole_other) {
        return Some(Alike::Sounds);
    }
    let looks = strsim::jaro_winkler(&whole, &whole_other) >= LOOKS_ALIKE;
    (looks || is_cut(first, first_other) || is_cut(first_other, first)).then_some(Alike::Looks)
}

/// Whether two names sound alike, by either of two rules that err differently.
fn sound_alike(one: &str, other: &str) -> bool {
    // The rules know these letters only.
    let is_plain = |name: &str| name.len() >= 2 && name.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_plain(one) || !is_plain(other) {
        return false;
    }
    let metaphone = |name: &str| DoubleMetaphone::new(Some(8)).double_metaphone(name).primary();
    let code = metaphone(one);
    // One consonant left is too little to go by.
    let nysiis = Nysiis::new(false);
    (code.len() >= 2 && code == metaphone(other)) || nysiis.encode(one) == nysiis.encode(other)
}

/// What else somebody of a given name is called. Both ways: `peggy` is `margaret`, `margaret` is `peggy`.
pub(super) fn nicknames(name: &str) -> BTreeSet<String> {
    const GROUPS: [&str; 40] = [
        "margaret maggie peggy meg madge marge margie greta rita daisy",
        "elizabeth liz lizzie beth betty bess libby eliza lisa elsie",
        "william bill billy will liam willie",
        "robert bob bobby rob robbie bert",
        "richard dick rick ricky rich",
        "katherine catherine kathryn kate katie kathy cathy kay kitty",
        "james jim jimmy jamie",
        "john jack johnny jon",
        "patricia pat patty trish tricia",
        "patrick pat paddy",
        "michael mike mick micky",
        "anthony tony ant",
        "edward ed eddie ted teddy ned",
        "thomas tom tommy",
        "charles charlie chuck chas",
        "dorothy dot dotty dolly dora",
        "susan sue susie suzanne",
        "deborah deb debbie debra",
        "christopher chris kit",
        "christine chris chrissie tina christina",
        "alexander alex sandy alec",
        "alexandra alex sandra lexi",
        "samuel sam sammy",
        "samantha sam",
        "joseph joe joey",
        "josephine jo josie",
        "joanne joanna jo",
        "daniel dan danny",
        "david dave davy dai",
        "andrew andy drew",
        "stephen steven steve",
        "peter pete",
        "kenneth ken kenny",
        "ronald ron ronnie",
        "frederick fred freddie",
        "matthew matt",
        "nicholas nick nicky",
        "mary molly polly may",
        "ann anne annie anna nan nancy",
        "muhammad mohammed mohammad mohamed muhammed mohamad",
    ];
    let groups = GROUPS.iter().filter(|group| group.split(' ').any(|one| one == name));
    groups.flat_map(|group| group.split(' ')).filter(|one| *one != name).map(str::to_owned).collect()
}
