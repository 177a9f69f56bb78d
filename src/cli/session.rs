//! One run of a command: the settings, the desk over the store, and who asks.

use crate::cli::failure::Failure;
use crate::cli::open::{is_there, no_practice, open_desk};
use crate::cli::who;
use crate::config::Config;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{Done, Reply};
use crate::desk::request::Request;
use crate::desk::{Actor, Desk};
use crate::domain::staff::Staff;

/// The desk, and who asks.
pub struct Session {
    desk: Desk,
    staff: Vec<Staff>,
    me: Staff,
}

impl Session {
    /// Opens the practice's store, and finds out who asks.
    ///
    /// # Errors
    /// A [`Failure`] where there is no store, it cannot be opened, or it is not clear who asks.
    pub fn open(config: &Config) -> Result<Self, Failure> {
        if !is_there(&config.data)? {
            return Err(no_practice(&config.data));
        }
        let desk = open_desk(&config.data)?;
        if desk.is_empty() {
            return Err(no_practice(&config.data));
        }
        let staff = staff_of(&desk)?;
        let me = who::who(&staff, config.staff.as_deref(), account().as_deref())?;
        Ok(Self { desk, staff, me })
    }

    /// Asks the desk.
    ///
    /// # Errors
    /// A [`Failure`] where the desk refuses.
    pub fn ask(&self, request: Request) -> Result<Reply, Failure> {
        Ok(self.try_ask(request)?)
    }

    /// Asks the desk, for whoever has more to say about a refusal.
    ///
    /// # Errors
    /// A [`Refusal`] as the desk gives it.
    pub fn try_ask(&self, request: Request) -> Result<Reply, Refusal> {
        self.desk.ask(Actor::staff(self.me.id), request)
    }

    /// Asks for something to be done.
    ///
    /// # Errors
    /// A [`Failure`] where the desk refuses.
    pub fn do_it(&self, request: Request) -> Result<Done, Failure> {
        done(self.ask(request)?)
    }

    /// Who asks.
    pub fn me(&self) -> &Staff {
        &self.me
    }

    /// Everybody who works or worked here.
    pub fn staff(&self) -> &[Staff] {
        &self.staff
    }

    /// The member of staff whom a text names.
    ///
    /// # Errors
    /// A [`Failure`] that lists whom it may mean.
    pub fn find_staff(&self, named: &str) -> Result<Staff, Failure> {
        who::find(&self.staff, named)
    }

    /// The desk itself, for what waits on it.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }
}

/// What the desk says that it did.
///
/// # Errors
/// [`Failure::unexpected`] where it says something else.
pub fn done(reply: Reply) -> Result<Done, Failure> {
    match reply {
        Reply::Done(done) => Ok(done),
        _ => Err(Failure::unexpected()),
    }
}

/// Everybody who works or worked at a practice.
///
/// # Errors
/// A [`Failure`] where the store cannot be read.
pub fn staff_of(desk: &Desk) -> Result<Vec<Staff>, Failure> {
    match desk.ask(Actor::NOBODY, Request::Staff)? {
        Reply::Staff(staff) => Ok(staff),
        _ => Err(Failure::unexpected()),
    }
}

/// The operating system's account of whoever runs this.
pub fn account() -> Option<String> {
    whoami::username().ok().filter(|name| !name.is_empty())
}
