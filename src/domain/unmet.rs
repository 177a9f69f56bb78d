//! Unmet needs: for what, and for which district, nobody could be sent anywhere, because nothing was found.
//!
//! The practice and whoever pays for services learn from them what is missing. So a note says the need, the district
//! and the day, and nothing that leads to a patient: no case, no name, never the words that were typed.

use super::id::{StaffId, UnmetId};
use super::need::NeedKey;
use super::postcode::Outcode;
use super::record::{FoldError, Index, Key, Stamp, earlier_first};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Why a need was not, or not wholly, met: as it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    /// There is no service for it here.
    NoService,
    /// The service has no room.
    Full,
    /// The wait for it is too long.
    Waiting,
    /// The service does not take this patient: age, sex, area.
    NotEligible,
    /// It is too far, or cannot be got to.
    TooFar,
    /// It costs too much.
    Cost,
    /// It was not what the patient wanted after all.
    NotWanted,
    /// The patient could not be reached.
    NotReached,
    /// Something else, in words.
    Other,
}

impl WhyNot {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::NoService,
        Self::Full,
        Self::Waiting,
        Self::NotEligible,
        Self::TooFar,
        Self::Cost,
        Self::NotWanted,
        Self::NotReached,
        Self::Other,
    ];

    /// As it is said.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoService => "no service",
            Self::Full => "full",
            Self::Waiting => "waits too long",
            Self::NotEligible => "not eligible",
            Self::TooFar => "too far",
            Self::Cost => "cost",
            Self::NotWanted => "not wanted",
            Self::NotReached => "not reached",
            Self::Other => "other",
        }
    }

    /// The reason of this name, with spaces or hyphens.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase().replace(['-', '_'], " ");
        Self::ALL.into_iter().find(|why| why.name() == text)
    }

    /// Whether help was lacking: then the need stands in the ledger. Not where the patient did not want it, or could not
    /// be reached.
    pub fn is_lack(self) -> bool {
        !matches!(self, Self::NotWanted | Self::NotReached | Self::Other)
    }
}

/// One note that nothing was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmetNeed {
    /// Its id.
    pub id: UnmetId,
    /// How many events it is made of.
    pub version: u64,
    /// What was needed; at least one.
    pub needs: Vec<NeedKey>,
    /// The district where; `None`: not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Outcode>,
    /// When it was noted.
    pub at: Timestamp,
    /// Who noted it.
    pub by: StaffId,
    /// Whether it was taken back: then it counts no more.
    #[serde(default)]
    pub withdrawn: bool,
}

/// What happens to a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnmetEvent {
    /// Nothing was found.
    Noted {
        /// The note's id.
        id: UnmetId,
        /// What was needed.
        needs: Vec<NeedKey>,
        /// The district where.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        area: Option<Outcode>,
    },
    /// Whoever noted it took it back.
    Withdrawn {},
}

impl UnmetNeed {
    /// What an event makes of what was there.
    ///
    /// # Errors
    /// [`FoldError`] where something is noted twice, or one that is not there, or not any more, is taken back.
    pub fn fold(before: Option<Self>, event: &UnmetEvent, stamp: &Stamp) -> Result<Self, FoldError> {
        match (before, event) {
            (None, UnmetEvent::Noted { id, needs, area }) => Ok(Self {
                id: *id,
                version: 1,
                needs: needs.clone(),
                area: area.clone(),
                at: stamp.at,
                by: stamp.by,
                withdrawn: false,
            }),
            (Some(before), UnmetEvent::Withdrawn {}) if !before.withdrawn => {
                Ok(Self { version: before.version + 1, withdrawn: true, ..before })
            }
            (before, event) => Err(FoldError(format!("{event:?} cannot happen to {before:?}"))),
        }
    }

    /// Its place in the list, until it is taken back.
    pub fn keys(&self) -> Vec<Key> {
        if self.withdrawn { vec![] } else { vec![Self::place(self.at)] }
    }

    /// Where those of an instant stand in [`Index::Unmet`].
    pub fn place(at: Timestamp) -> Key {
        Key { index: Index::Unmet, value: earlier_first(at).to_vec() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::ChangeId;
    use uuid::Uuid;

    fn stamp() -> Stamp {
        Stamp {
            at: "2026-11-16T09:00:00Z".parse().unwrap(),
            by: StaffId(Uuid::from_u128(2)),
            change: ChangeId(Uuid::from_u128(3)),
        }
    }

    fn noted() -> UnmetEvent {
        let area = Some(Outcode::parse("DN15").unwrap());
        UnmetEvent::Noted { id: UnmetId(Uuid::from_u128(1)), needs: vec!["debt".into()], area }
    }

    #[test]
    fn a_note_is_listed_until_it_is_taken_back_once() {
        let note = UnmetNeed::fold(None, &noted(), &stamp()).unwrap();
        assert_eq!((note.version, note.by, note.keys().len()), (1, stamp().by, 1));
        assert!(UnmetNeed::fold(Some(note.clone()), &noted(), &stamp()).is_err());
        let back = UnmetNeed::fold(Some(note), &UnmetEvent::Withdrawn {}, &stamp()).unwrap();
        assert_eq!((back.version, back.keys()), (2, vec![]));
        assert!(UnmetNeed::fold(Some(back), &UnmetEvent::Withdrawn {}, &stamp()).is_err());
        assert!(UnmetNeed::fold(None, &UnmetEvent::Withdrawn {}, &stamp()).is_err());
    }
}
