//! Every weight of the ranking, with its reason; there are no others.
//!
//! The order that they make is tried on questions as receptionists type them (`cargo bench --bench search -- quality`).
//! Relevance comes first: what the patient needs and can use moves a service by a factor close to 1, so that it orders
//! what fits about equally well and never lifts what does not fit over what does.

use super::index::{ABOUT, Fields, NAME, NEED, ORGANISATION, PLACE, TEXT};

/// What a word counts in each field. A name says what a thing is, and a typed place is meant; a description mentions
/// much in passing.
pub const FIELDS: [(Fields, f32); 6] =
    [(NAME, 3.0), (PLACE, 2.4), (ABOUT, 1.6), (ORGANISATION, 1.5), (NEED, 1.3), (TEXT, 1.0)];
/// What the other fields add that have the word too: a food bank says "food" everywhere.
pub const ALSO: f32 = 0.15;
/// What a word counts that is not written so, but made of neighbours or initials: it may be chance.
pub const MADE_UP: f32 = 0.85;

/// A word that only begins a term: the more letters are missing, the more else it may be.
pub const BEGUN: f32 = 0.75;
/// What each letter takes that a begun word lacks, up to [`BEGUN_LETTERS`] of them.
pub const BEGUN_LETTER: f32 = 0.02;
/// From here on, more missing letters say nothing more.
pub const BEGUN_LETTERS: usize = 12;
/// Another ending of the same word: `walk`, `walking`.
pub const SAME_STEM: f32 = 0.85;
/// Two typed words that are one, or one that is two: `food bank`.
pub const JOINED: f32 = 0.9;
/// One slip of the finger.
pub const ONE_SLIP: f32 = 0.66;
/// Two of them; three letters in ten are then wrong.
pub const TWO_SLIPS: f32 = 0.45;
/// A letter doubled, or one of two dropped: the commonest slip of all, and seldom another word.
pub const DOUBLED: f32 = 0.76;
/// What sounds alike but is written otherwise by more than slips.
pub const SAME_SOUND: f32 = 0.5;
/// What a slip counts more that sounds alike too: `asilum` is `asylum`.
pub const SOUNDS_TOO: f32 = 1.12;
/// What is left where the first letters differ: few slip there.
pub const OTHER_FIRST: f32 = 0.88;
/// What remains where only the beginning of a term is like the word.
pub const MISSPELT_BEGINNING: f32 = 0.8;
/// What a misspelt reading keeps of its fit where the letters are the beginning of some word as they stand.
pub const BEGINS_SOMETHING: f32 = 0.7;
/// What a reading keeps where the word is there as it stands, but next to nobody writes it and many write its
/// neighbour: `sinning for the brain`.
pub const RARE_AS_IT_STANDS: f32 = 0.75;
/// How many times more entries the neighbour needs for that.
pub const COMMONER: usize = 12;
/// What being common adds at most to a misspelt reading: of two that are as near, the word of many entries was meant.
pub const COMMON_MEANT: f32 = 0.12;

/// What a lay word's meaning counts beside the word itself.
pub const MEANT: f32 = 0.8;
/// What a need counts that a lay word means: broader than a word.
pub const BY_NEED: f32 = 0.7;
/// What words keep of their weight that are read together as one phrase: `on her own` says what its words do not.
pub const WITHIN_PHRASE: f32 = 0.5;
/// What a common word keeps of its weight.
pub const COMMON: f32 = 0.2;

/// What being near a typed place counts at most, of what being in it counts.
pub const NEAR_PLACE: f32 = 0.7;
/// How far from a typed place is still near it, in km.
pub const NEAR_PLACE_KM: f32 = 8.0;
/// What nearness keeps where the position is only that of the outcode or the feed.
pub const ROUGH_PLACE: f32 = 0.6;

/// What a name adds whose every word was typed; of a longer name, the share.
pub const LETTERS: f32 = 0.3;
/// What the matcher's letter-by-letter score of the name adds at most: little, for it loses misspelt words.
pub const BY_LETTER: f32 = 0.04;

/// What meeting a need that was asked for adds: a case's needs are what the search is for.
pub const ASKED_NEED: f32 = 0.5;
/// What each further asked need adds.
pub const FURTHER_NEED: f32 = 0.1;
/// What being next door adds; half of it at [`HALF_NEAR_KM`].
pub const NEARNESS: f32 = 0.5;
/// See [`NEARNESS`].
pub const HALF_NEAR_KM: f32 = 5.0;
/// What a service that says it is for somebody like the patient adds: their age, their sex.
pub const FOR_THEM: f32 = 0.08;
/// What having room adds.
pub const ROOM: f32 = 0.05;
/// What a waiting time that is said costs: a wait is sure, its length is words.
pub const WAITING: f32 = -0.03;
/// What costing nothing adds: most patients who are sent have little.
pub const FREE: f32 = 0.03;
/// What an entry loses that was never checked, or not for years: it may be gone.
pub const UNCHECKED: f32 = -0.1;
/// How many days an entry stays fresh; from then on it loses by and by.
pub const FRESH_DAYS: f32 = 90.0;
/// After so many days it has lost all of [`UNCHECKED`].
pub const STALE_DAYS: f32 = 730.0;

/// A whole NHS number is one person.
pub const NUMBER: f32 = 5.0;
/// Part of one, the more so the longer it is, is seldom typed by chance.
pub const PART_OF_NUMBER: f32 = 3.0;
/// A birth date is as good as a name.
pub const BIRTH_DATE: f32 = 3.0;
/// Many have one birth year.
pub const BIRTH_YEAR: f32 = 1.0;
/// A case's whole reference is typed to find that case.
pub const REFERENCE: f32 = 4.0;

/// How far is too far, in km: an hour's bus. Not for what is reached by telephone or online.
pub const TOO_FAR_KM: f32 = 40.0;

/// What a word counts that stands in these fields, MADE apart.
pub fn of_fields(fields: Fields) -> f32 {
    let weights = FIELDS.iter().filter(|(field, _)| fields & field != 0).map(|(_, weight)| *weight);
    let (best, all) = weights.fold((0.0_f32, 0.0), |(best, all), weight| (best.max(weight), all + weight));
    best + ALSO * (all - best)
}
