//! A choice among the field's own names, written on the command line with hyphens: `did-not-attend`.
//!
//! The names are the domain's, so that the command line takes and completes what everybody says.

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};
use std::ffi::OsStr;

/// One of these, by its name: with hyphens, spaces or underscores, in any case.
pub fn one_of<T>(all: &'static [T], name: fn(T) -> &'static str) -> OneOf<T> {
    OneOf { all, name }
}

/// Reads one of several by its name.
#[derive(Clone)]
pub struct OneOf<T: 'static> {
    all: &'static [T],
    name: fn(T) -> &'static str,
}

/// A name as it is written on the command line.
pub fn hyphens(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '_'], "-")
}

impl<T: Copy + Send + Sync + 'static> TypedValueParser for OneOf<T> {
    type Value = T;

    fn parse_ref(&self, command: &Command, argument: Option<&Arg>, value: &OsStr) -> Result<T, Error> {
        let typed = StringValueParser::new().parse_ref(command, argument, value)?;
        let wanted = hyphens(&typed);
        self.all.iter().copied().find(|one| hyphens((self.name)(*one)) == wanted).ok_or_else(|| {
            let mut error = Error::new(ErrorKind::InvalidValue).with_cmd(command);
            if let Some(argument) = argument {
                error.insert(ContextKind::InvalidArg, ContextValue::String(argument.to_string()));
            }
            error.insert(ContextKind::InvalidValue, ContextValue::String(typed));
            let names = self.all.iter().map(|one| hyphens((self.name)(*one))).collect();
            error.insert(ContextKind::ValidValue, ContextValue::Strings(names));
            error
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.all.iter().map(|one| PossibleValue::new(hyphens((self.name)(*one))))))
    }
}
