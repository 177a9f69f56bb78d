//! What a practice is set up with: its name, its first member of staff, its directory.

use crate::domain::ods::OdsCode;
use crate::domain::service::details::ServiceDetails;
use crate::domain::staff::Role;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One record of a file of services.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportedService {
    /// The line or the number of the record in its file, from 1.
    pub record: u64,
    /// The feed that it names.
    pub feed: Option<String>,
    /// Its own id.
    pub id: String,
    /// What it says.
    pub details: Box<ServiceDetails>,
}

/// A new practice and its first member of staff, who has every role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUp {
    /// The practice's name.
    pub practice: String,
    /// Its ODS code.
    pub ods: OdsCode,
    /// Who sets it up.
    pub staff: String,
    /// Their roles; all of them where this is empty.
    pub roles: BTreeSet<Role>,
    /// Their account of the operating system.
    pub account: Option<String>,
}
