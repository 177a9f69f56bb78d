//! Which reports there are, and what they are called.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// One of the reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportName {
    /// What came in: by need, source, practice and route.
    Activity,
    /// How long patients waited, in working days.
    Waits,
    /// What each link worker carries, against their capacity.
    Caseloads,
    /// Attempts to reach patients, and what came of them.
    Contacts,
    /// Measures of the same people before and after.
    Outcomes,
    /// Needs that nothing was found for, or that were not met, by area and why.
    Unmet,
    /// Who was sent to which service, and what came of it.
    Services,
    /// Who was reached and who was not, by age, sex and area.
    Equity,
}

/// A text that is no report's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("There is no report called {asked:?}. Choose one of {}.", names())]
pub struct ReportNameError {
    /// What was asked for.
    pub asked: String,
}

impl ReportName {
    /// All of them, in the order that they are offered.
    pub const ALL: [Self; 8] = [
        Self::Activity,
        Self::Waits,
        Self::Caseloads,
        Self::Contacts,
        Self::Outcomes,
        Self::Unmet,
        Self::Services,
        Self::Equity,
    ];

    /// As it is typed: one word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Activity => "activity",
            Self::Waits => "waits",
            Self::Caseloads => "caseloads",
            Self::Contacts => "contacts",
            Self::Outcomes => "outcomes",
            Self::Unmet => "unmet",
            Self::Services => "services",
            Self::Equity => "equity",
        }
    }

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Activity => "Activity",
            Self::Waits => "Waits",
            Self::Caseloads => "Caseloads",
            Self::Contacts => "Contacts",
            Self::Outcomes => "Outcomes, before and after",
            Self::Unmet => "Unmet needs",
            Self::Services => "Services",
            Self::Equity => "Equity",
        }
    }

    /// Reads what [`ReportName::name`] gives, in either case.
    ///
    /// # Errors
    /// [`ReportNameError`], which lists the names there are.
    pub fn parse(text: &str) -> Result<Self, ReportNameError> {
        let asked = text.trim().to_lowercase();
        Self::ALL.into_iter().find(|report| report.name() == asked).ok_or(ReportNameError { asked })
    }
}

impl fmt::Display for ReportName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ReportName {
    type Err = ReportNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

fn names() -> String {
    let names = ReportName::ALL.map(ReportName::name);
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_report_is_found_by_its_name_and_kept_under_it() {
        for report in ReportName::ALL {
            assert_eq!(ReportName::parse(&report.name().to_uppercase()), Ok(report));
            assert_eq!(serde_json::to_value(report).unwrap(), report.name());
        }
    }

    #[test]
    fn another_name_is_answered_with_those_there_are() {
        assert_eq!(
            ReportName::parse("wait").unwrap_err().to_string(),
            "There is no report called \"wait\". Choose one of activity, waits, caseloads, contacts, outcomes, \
             unmet, services, equity."
        );
    }
}
