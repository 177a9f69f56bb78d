//! Staff: who uses Signpost, and in which roles. What a role may do is the desk's table.

use super::caseload::Leave;
use super::id::{PracticeId, StaffId};
use super::ods::OdsCode;
use super::record::{FoldError, Index, Key};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What somebody is in the practice. One person may be several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Flags and routes, at the desk or on the phone.
    Receptionist,
    /// Nurse, GP or other clinician.
    Clinician,
    /// Social prescribing link worker.
    LinkWorker,
    /// Practice manager.
    Manager,
    /// Keeps staff, directory, store and settings; sees no patients.
    Administrator,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Receptionist, Self::Clinician, Self::LinkWorker, Self::Manager, Self::Administrator];

    /// As it is said.
    pub fn name(self) -> &'static str {
        match self {
            Self::Receptionist => "receptionist",
            Self::Clinician => "clinician",
            Self::LinkWorker => "link worker",
            Self::Manager => "manager",
            Self::Administrator => "administrator",
        }
    }

    /// Reads what [`Role::name`] gives, with a hyphen or a space.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase().replace(['-', '_'], " ");
        Self::ALL.into_iter().find(|role| role.name() == text)
    }
}

/// A member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    /// Whose id.
    pub id: StaffId,
    /// Where they work.
    pub practice: PracticeId,
    /// How many events this is made of.
    pub version: u64,
    /// Their name, as colleagues say it.
    pub name: String,
    /// What they are.
    pub roles: BTreeSet<Role>,
    /// The operating system's account that is theirs, if one is.
    pub account: Option<String>,
    /// Whether they have left. Their work stays.
    pub retired: bool,
    /// How many cases they take, if a manager has settled it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u16>,
    /// The languages that they speak beside English.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// The practices whose cases they take; empty: their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covers: Vec<OdsCode>,
    /// When they are away next, or now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leave: Option<Leave>,
}

/// What happens to a member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffEvent {
    /// Somebody joined.
    Joined {
        /// Their id.
        id: StaffId,
        /// Where.
        practice: PracticeId,
        /// Their name.
        name: String,
        /// What they are.
        roles: BTreeSet<Role>,
        /// Their account.
        #[serde(default)]
        account: Option<String>,
    },
    /// They left.
    Retired,
    /// How much, and what, they take on was settled.
    CaseloadSettled {
        /// How many cases.
        #[serde(default)]
        capacity: Option<u16>,
        /// The languages that they speak beside English.
        #[serde(default)]
        languages: Vec<String>,
        /// The practices whose cases they take; empty: their own.
        #[serde(default)]
        covers: Vec<OdsCode>,
    },
    /// When they are away was settled; nothing: they are not.
    LeaveSet {
        /// The days.
        #[serde(default)]
        leave: Option<Leave>,
    },
}

impl Staff {
    /// What an event makes of them.
    pub fn fold(before: Option<Self>, event: &StaffEvent) -> Result<Self, FoldError> {
        match (before, event) {
            (None, StaffEvent::Joined { id, practice, name, roles, account }) => Ok(Self {
                id: *id,
                practice: *practice,
                version: 1,
                name: name.clone(),
                roles: roles.clone(),
                account: account.clone(),
                retired: false,
                capacity: None,
                languages: vec![],
                covers: vec![],
                leave: None,
            }),
            (Some(before), StaffEvent::Retired) => {
                Ok(Self { version: before.version + 1, retired: true, ..before })
            }
            (Some(before), StaffEvent::CaseloadSettled { capacity, languages, covers }) => Ok(Self {
                version: before.version + 1,
                capacity: *capacity,
                languages: languages.clone(),
                covers: covers.clone(),
                ..before
            }),
            (Some(before), StaffEvent::LeaveSet { leave }) => {
                Ok(Self { version: before.version + 1, leave: *leave, ..before })
            }
            (before, event) => Err(FoldError(format!("{event:?} cannot happen to {before:?}"))),
        }
    }

    /// Where they are found.
    pub fn keys(&self) -> Vec<Key> {
        match &self.account {
            Some(account) if !self.retired => {
                vec![Key { index: Index::Account, value: account.clone().into_bytes() }]
            }
            _ => vec![],
        }
    }

    /// Whether they are one, and have not left.
    pub fn is(&self, role: Role) -> bool {
        !self.retired && self.roles.contains(&role)
    }

    /// Their roles, as they are said.
    pub fn roles_said(&self) -> String {
        self.roles.iter().map(|role| role.name()).collect::<Vec<_>>().join(", ")
    }
}
