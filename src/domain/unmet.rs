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
